import { isDryRun, isJson, type CommandContext, type CommandInput } from '#core/command.ts'
import type { Database } from '#core/database/connect.ts'
import { withinTransaction } from '#core/database/within-transaction.ts'
import { audit, type AuditEntry } from '#core/identity/audit.ts'
import type { Consequence } from '#core/identity/removal-plan.ts'

/** One change that a command makes and the audit log records. */
export interface Change {
  /** As the audit log calls it, such as `person.create`. */
  readonly action: string
  readonly subject: string
  /** What the audit log tells besides. */
  readonly detail?: AuditEntry['detail']
  /** What is so afterwards, for people. */
  readonly says: string
  /** What becomes of other things by it, and how many they are. */
  readonly consequences?: readonly Consequence[]
  run(db: Database): Promise<unknown>
}

/**
 * Makes changes one after the other, each together with its record. With --dry-run each is made and taken back, so that
 * whatever would refuse it does. Says so to people, or with `--format json` as a list of
 * `{ action, subject, detail, done, consequences }`.
 */
export async function applyChanges(
  input: CommandInput,
  context: Pick<CommandContext, 'storage' | 'out' | 'note'>,
  changes: readonly Change[],
): Promise<void> {
  const done = !isDryRun(input)
  const { db } = await context.storage()
  for (const { action, subject, detail, says, run } of changes) {
    await withinTransaction(db, { keep: done }, async (changing) => {
      await run(changing)
      await audit(changing, { actor: 'stack', action, subject, ...(detail && { detail }) })
    })
    context.note(done ? says : `Would be so: ${says}`)
  }
  if (!isJson(input)) return
  context.out(
    JSON.stringify(
      changes.map(({ action, subject, detail, consequences }) => ({
        ...{ action, subject, ...(detail && { detail }), done },
        ...(consequences && { consequences }),
      })),
      null,
      2,
    ),
  )
}
