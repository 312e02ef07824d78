import { AppError, messageOf, Unavailable } from '#core/errors.ts'
import { storableText } from '#core/storable-text.ts'

/** How a failure stands in a run: what happened, and what the reader can do about it. */
export interface RunError {
  readonly code: string
  readonly message: string
  readonly remedy: string | null
}

/** Tells failures that people can mend from defects of ours. */
export function runErrorOf(error: unknown): RunError {
  const known = isDiskFull(error) ? diskFull(error) : error
  if (!(known instanceof AppError)) {
    return {
      code: 'internal_error',
      message: storableText(messageOf(known)),
      remedy: 'This is a defect: the log has the details.',
    }
  }
  const { code, message, remedy } = known
  return {
    code,
    message: storableText(message),
    remedy: remedy === undefined ? null : storableText(remedy),
  }
}

function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException | null)?.code ?? '')
}

function diskFull(cause: unknown): AppError {
  return new Unavailable('disk_full', 'The disk of the data folder is full', {
    remedy: 'Free space below DATA_DIR, then run it again; the last good version is still served.',
    cause,
  })
}
