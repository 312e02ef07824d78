import { textOption, type CommandContext, type CommandInput } from '#core/command.ts'
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
  /** Throws what `run` would refuse, so that a dry run tells it as well. */
  check?(): Promise<void>
  run(): Promise<void>
}

/**
 * Makes changes one after the other, each recorded; with --dry-run none. Says so to people, or with
 * `--format json` as a list of `{ action, subject, detail, done, consequences }`.
 */
export async function applyChanges(
  input: CommandInput,
  context: Pick<CommandContext, 'storage' | 'out' | 'note'>,
  changes: readonly Change[],
): Promise<void> {
  const done = input.values['dry-run'] !== true
  const { db } = await context.storage()
  for (const { action, subject, detail, says, check, run } of changes) {
    await check?.()
    if (done) {
      await run()
      await audit(db, { actor: 'stack', action, subject, ...(detail && { detail }) })
    }
    context.note(done ? says : `Would be so: ${says}`)
  }
  if (textOption(input, 'format') !== 'json') return
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
