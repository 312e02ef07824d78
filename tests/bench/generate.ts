import { modelOf } from '../../scripts/deploy-input/model-of.ts'
import { targetsOf } from '../../scripts/deploy-input/targets-of.ts'
import { generate } from '../../deploy/generate.ts'
import { join } from 'node:path'
import { grownStack } from '../peers/grown-stack.ts'
import { atMost, quantile, type BenchRow } from './bench-row.ts'

const root = join(import.meta.dirname, '../..')

/** What the files of all targets take, for this stack and for one of 200 services; the median of five runs. */
export async function benchGenerate(): Promise<readonly BenchRow[]> {
  const targets = [...(await targetsOf(root)).values()]
  const ours = await modelOf(root)
  return [
    [`All files for ${ours.services.length} services`, ours, 500] as const,
    ['All files for 200 services', grownStack(ours, 200), 2000] as const,
  ].map(([name, model, most]) => {
    const times = Array.from({ length: 5 }, () => {
      const began = performance.now()
      generate(model, targets)
      return performance.now() - began
    })
    return atMost(name, quantile(times, 0.5), most, 'ms')
  })
}
