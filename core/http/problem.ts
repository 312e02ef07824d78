import { STATUS_CODES } from 'node:http'
import { DatabaseError } from 'pg'
import { AppError, BadRequest } from '../errors.ts'

/** An error as clients get it (RFC 9457), with our stable `code` and what the reader can do. */
export interface Problem {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly remedy?: string
  readonly requestId?: string
}

/** What may be told of an error: see `asAppError`. */
export function problemOf(error: unknown, requestId?: string): Problem {
  const { status, code, message, remedy } = asAppError(error)
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
    code,
    ...(remedy !== undefined && { remedy }),
    ...(requestId !== undefined && { requestId }),
  }
}

/**
 * The error itself when its words are meant for the reader: ours, what koa finds wrong with a request,
 * and text that PostgreSQL cannot keep. Of all others, and of a 500 of ours, only that it happened.
 */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError && error.status !== 500) return error
  if (isUnstorable(error)) {
    return new BadRequest('unstorable_text', 'What was sent holds a character that is no text.', {
      remedy: 'Leave out the character U+0000.',
      cause: error,
    })
  }
  if (isHttpError(error)) return new AppError(error.status, 'bad_request', error.message)
  return new AppError(500, 'internal_error', 'Something went wrong on our side', {
    remedy: 'Try again; an administrator finds the reason in the log.',
    cause: error,
  })
}

/** character_not_in_repertoire and untranslatable_character: U+0000 in text and in JSON (PostgreSQL, appendix A). */
function isUnstorable(error: unknown): boolean {
  return error instanceof DatabaseError && ['22021', '22P05'].includes(error.code ?? '')
}

/** As http-errors marks what clients may see. */
function isHttpError(error: unknown): error is Error & { readonly status: number } {
  if (!(error instanceof Error) || !('expose' in error) || !('status' in error)) return false
  const { expose, status } = error
  return expose === true && typeof status === 'number' && status >= 400 && status < 500
}
