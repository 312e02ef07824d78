import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { stackEnv } from '#core/run/stack-env.ts'
import { discoverAll } from '#core/run/units.ts'
import type { StackModel } from '../../deploy/stack-model.ts'
import type { Target } from '../../deploy/target.ts'

/** What the units of a checkout say. */
export async function foundIn(root: string): Promise<StackModel> {
  const { services, providers, connectors } = await discoverAll(root)
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
  return {
    version,
    stackEnv,
    services: services.map(({ manifest }) => manifest),
    providers: [...providers.values()],
    connectors: [...connectors.values()],
  }
}

/** Every way to run the stack that has a directory in deploy/targets, by the directory's name. */
export async function targetsOf(root: string): Promise<ReadonlyMap<string, Target>> {
  const paths = globSync('deploy/targets/*/target.ts', { cwd: root }).sort()
  const targets = await Promise.all(
    paths.map(async (path) => {
      const module = (await import(join(root, path))) as { default: Target }
      return [basename(dirname(path)), module.default] as const
    }),
  )
  return new Map(targets)
}
