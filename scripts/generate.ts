import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder } from '#core/files/make-folder.ts'
import { loadInstance } from '#core/config/load.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { generate } from '../deploy/generate.ts'
import { isGenerated, type GeneratedFile } from '../deploy/generated-file.ts'
import type { StackModel } from '../deploy/stack-model.ts'
import { withSwitchedOff } from '../deploy/switched-off.ts'
import type { Target } from '../deploy/target.ts'
import { modelOf } from './deploy-input/model-of.ts'
import { targetsOf } from './deploy-input/targets-of.ts'

function differs(root: string, { path, content }: GeneratedFile): boolean {
  const file = join(root, path)
  return !existsSync(file) || readFileSync(file, 'utf8') !== content
}

/** Files of a target's folders that say they were generated and are made no more. */
function stale(
  root: string,
  targets: readonly Target[],
  wanted: readonly GeneratedFile[],
): string[] {
  const paths = new Set(wanted.map(({ path }) => path))
  return targets
    .flatMap(({ owns }) => owns.flatMap((folder) => globSync(`${folder}/**/*.*`, { cwd: root })))
    .filter((path) => !paths.has(path) && statSync(join(root, path)).isFile())
    .filter((path) => isGenerated(readFileSync(join(root, path), 'utf8')))
}

/** docker-compose.override.yml follows what the operator switches off; it is theirs, not committed. */
async function followInstance(root: string, services: StackModel['services']): Promise<void> {
  const dir = join(root, 'config')
  if (!existsSync(join(dir, 'instance.yaml'))) return
  const ids = new Set(services.map(({ id }) => id))
  const units = { services: ids, connectors: undefined, providers: undefined }
  const instance = loadInstance({ dir, rawEnv: process.env, units })
  const off = [...ids].filter((id) => instance.services[id]?.enabled === false)
  const path = join(root, 'docker-compose.override.yml')
  const before = existsSync(path) ? await readFile(path, 'utf8') : undefined
  const after = withSwitchedOff(before, off)
  if (after === before) return
  if (after === undefined) await rm(path)
  else await publishFile(path, after)
  console.log(`docker-compose.override.yml: off are ${off.join(', ') || 'none'}`)
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..')
  const targets = [...(await targetsOf(root)).values()]
  const found = await modelOf(root)
  const wanted = generate(found, targets)
  const changed = wanted.filter((file) => differs(root, file))
  const removed = stale(root, targets, wanted)
  if (process.argv.includes('--check')) {
    for (const { path } of changed) console.error(`${path} differs: run npm run generate`)
    for (const path of removed) console.error(`${path} is made no more: run npm run generate`)
    process.exitCode = changed.length + removed.length > 0 ? 1 : 0
  } else {
    for (const { path, content } of changed) {
      await makeFolder(dirname(join(root, path)))
      await publishFile(join(root, path), content)
      console.log(`wrote ${path}`)
    }
    for (const path of removed) {
      await rm(join(root, path))
      console.log(`removed ${path}`)
    }
    if (changed.length + removed.length === 0) console.log('everything is up to date')
    await followInstance(root, found.services)
  }
}
