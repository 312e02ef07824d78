import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { stackEnv } from '#core/run/stack-env.ts'
import { discoverAll } from '#core/run/units.ts'
import type { StackModel } from '../../deploy/stack-model.ts'

/** What the units of a checkout say; throws a UnitLoadError for one that does not load. */
export async function modelOf(root: string): Promise<StackModel> {
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
