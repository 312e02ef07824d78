import { modelOf } from '../../scripts/deploy-input/model-of.ts'
import { targetsOf } from '../../scripts/deploy-input/targets-of.ts'
import { generate } from '../../deploy/generate.ts'
import type { StackModel } from '../../deploy/stack-model.ts'
import { userOf } from '../../deploy/user-of.ts'
import { join } from 'node:path'
import type { BenchRow } from './conversion.ts'

const root = join(import.meta.dirname, '../..')

/** What the files of all targets take, for this stack and for one of 200 services; the median of five runs. */
export async function benchGenerate(): Promise<readonly BenchRow[]> {
  const targets = [...(await targetsOf(root)).values()]
  const ours = await modelOf(root)
  return [
    [`All files for ${ours.services.length} services`, ours, 500] as const,
    ['All files for 200 services', grown(ours, 200), 2000] as const,
  ].map(([name, model, most]) => {
    const times = Array.from({ length: 5 }, () => {
      const began = performance.now()
      generate(model, targets)
      return performance.now() - began
    }).sort((a, b) => a - b)
    const took = times[2] ?? Infinity
    return { name, ours: took, peer: most, ratio: took / most, unit: 'ms', limit: 1 }
  })
}

/** The same stack with copies of its ordinary services, until there are so many; none shares a user. */
function grown(model: StackModel, count: number): StackModel {
  const ordinary = model.services.filter(({ role, kind }) => role === undefined && kind !== 'setup')
  const services = [...model.services]
  const users = new Set(services.map(({ id }) => userOf(id)))
  for (let at = 0; services.length < count; at += 1) {
    const source = ordinary[at % ordinary.length]
    const id = `copy-${at}`
    if (!source || users.has(userOf(id))) continue
    users.add(userOf(id))
    services.push({ ...source, id, unit: id })
  }
  return { ...model, services }
}
