import { backupEnv } from '#core/backup/backup-env.ts'
import { stackEnv } from '#core/run/stack-env.ts'
import { discoverAll } from '#core/run/units.ts'
import type { StackModel } from '../../deploy/stack-model.ts'
import { versionOf } from './version-of.ts'

/** What the units of a checkout say; throws a UnitLoadError for one that does not load. */
export async function modelOf(root: string): Promise<StackModel> {
  const { services, providers, connectors } = await discoverAll(root)
  return {
    version: await versionOf(root),
    stackEnv: { ...stackEnv, ...backupEnv },
    services: services.map(({ manifest }) => manifest),
    providers: [...providers.values()],
    connectors: [...connectors.values()],
  }
}
