import { tryMigrations } from '#core/backup/try-migrations.ts'
import {
  commonOptions,
  isJson,
  type Command,
  type CommandContext,
  type CommandInput,
} from '#core/command.ts'
import { migrationOwners } from '#core/run/units.ts'
import { scratchRoom } from '../command-line/scratch-room.ts'
import { ownScratch } from '../command-line/own-scratch.ts'
import { stateHere, targetOption } from '../command-line/state-here.ts'
import { typedOptions } from '../command-line/typed-options.ts'
import { versionOf } from '../deploy-input/version-of.ts'
import { runMigrations } from '../server/before-upgrade.ts'

/** Stack `migrations`: what this version would change in the database, tried where nothing can break. */
export default {
  summary: 'Try what this version would change in the database, on a copy of it',
  actions: {
    '': {
      summary:
        'Applies the migrations that are pending to a copy of the database and names them; ends with 1 and the reason when one fails. Nothing is changed.',
      usage: '[--target compose] [--dry-run] [--format json]',
      options: { ...targetOption, ...commonOptions },
      run: tryPending,
    },
  },
} satisfies Command

async function tryPending(input: CommandInput, context: CommandContext): Promise<void> {
  const state = await stateHere(input, context)
  const { root, installation, log, out, note } = context
  if (state) {
    const version = await versionOf(root)
    return runMigrations(state, typedOptions(input, ['format']), { version })
  }
  const db = await installation.openDatabase()
  try {
    const scratch = () => ownScratch(installation, log)
    const applied = await tryMigrations(db, await migrationOwners(root), scratch, log, () =>
      scratchRoom(installation),
    )
    if (isJson(input)) return out(JSON.stringify({ pending: applied }))
    for (const name of applied) out(name)
    note(applied.length === 0 ? 'No migration is pending.' : 'All of them can be applied.')
  } finally {
    await db.close()
  }
}
