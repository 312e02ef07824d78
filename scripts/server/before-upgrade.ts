import { join } from 'node:path'
import { prepareFolder } from '#core/backup/backup-folder.ts'
import { runOnServer, type ServerHere } from './on-server.ts'
import { backupsFolder } from './server-layout.ts'
import type { Step } from './step.ts'
import { upgradeRefused } from './upgrade-refused.ts'

/** How many backups of upgrades are kept; those that are made otherwise are not counted, and never removed. */
const KEPT = 3

type Context = Parameters<typeof runOnServer>[2]

/**
 * What goes before anything is switched: the new version's migrations on a copy of the database, and a backup by the
 * version that runs, which is the one to restore it. When either fails, nothing has changed.
 */
export function beforeUpgrade(
  server: ServerHere,
  { version, backup }: { readonly version: string; readonly backup: boolean },
  context: Context,
): readonly Step[] {
  const folder = join(backupsFolder(server.layout), 'before-upgrade')
  const tryThem: Step = {
    does: 'try',
    what: `the migrations of version ${version} on a copy of the database`,
    apply: () =>
      runMigrations(server, [], context, { version, aside: true }).catch((cause: unknown) => {
        throw upgradeRefused('its migrations fail', cause)
      }),
  }
  const backUp: Step = {
    does: 'create',
    what: `a backup in ${folder}, where the newest ${KEPT} are kept`,
    async apply() {
      await prepareFolder(folder)
      const args = ['backup', `--out=${folder}`, `--keep=${KEPT}`]
      await runOnServer(server, args, context, { folders: [folder], aside: true }).catch(
        (cause: unknown) => {
          const remedy = 'Mend what stands above; --no-backup goes on without one.'
          throw upgradeRefused('no backup could be made', cause, remedy)
        },
      )
    },
  }
  return backup ? [tryThem, backUp] : [tryThem]
}

/** `stack migrations` with the code of a version, and the migrations of all services from the checkout. */
export function runMigrations(
  server: ServerHere,
  options: readonly string[],
  context: Context,
  as: { readonly version: string; readonly aside?: boolean },
): Promise<void> {
  return runOnServer(server, ['migrations', ...options], context, { ...as, code: ['services'] })
}
