import { join } from 'node:path'
import { prepareFolder } from '#core/backup/backup-folder.ts'
import type { StateHere } from './state-here.ts'
import type { Step } from './step.ts'
import { upgradeRefused } from './upgrade-refused.ts'

/** How many backups of upgrades are kept; those that are made otherwise are not counted, and never removed. */
const KEPT = 3

/** From which version to which, and whether the operator wants a backup. */
export interface Upgrade {
  readonly from: string
  readonly to: string
  readonly backup: boolean
}

/**
 * What goes before anything is switched: the new version's migrations on a copy of the database, and a backup by the
 * version that runs, which is the one to restore it. When either fails, nothing has changed.
 */
export function beforeUpgrade(state: StateHere, { from, to, backup }: Upgrade): readonly Step[] {
  const folder = join(state.backups, 'before-upgrade')
  const tryThem: Step = {
    does: 'try',
    what: `the migrations of version ${to} on a copy of the database`,
    async apply() {
      await runMigrations(state, [], { version: to, aside: true }).catch((cause: unknown) => {
        throw upgradeRefused('its migrations fail', cause)
      })
    },
  }
  const backUp: Step = {
    does: 'create',
    what: `a backup in ${folder}, where the newest ${KEPT} are kept`,
    async apply() {
      const args = ['backup', `--out=${folder}`, `--keep=${KEPT}`]
      try {
        await prepareFolder(folder)
        await state.run(args, { folders: [folder], version: from, aside: true })
      } catch (cause) {
        const remedy = 'Mend what stands above; --no-backup goes on without one.'
        throw upgradeRefused('no backup could be made', cause, remedy)
      }
    },
  }
  return backup ? [tryThem, backUp] : [tryThem]
}

/** `stack migrations` with the code of a version, and the migrations of all services from the checkout. */
export function runMigrations(
  state: StateHere,
  options: readonly string[],
  as: { readonly version: string; readonly aside?: boolean },
): Promise<void> {
  return state.run(['migrations', ...options], { ...as, code: ['services'] })
}
