import { STATUS_CODES } from 'node:http'
import { AppError } from '../errors.ts'

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
 * The error itself when its words are meant for the reader: ours, and what koa finds wrong with a
 * request. Of all others, and of a 500 of ours, only that it happened.
 */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError && error.status !== 500) return error
  if (isHttpError(error)) return new AppError(error.status, 'bad_request', error.message)
  return new AppError(500, 'internal_error', 'Something went wrong on our side', {
    remedy: 'Try again; an administrator finds the reason in the log under this request id.',
    cause: error,
  })
}

/** As http-errors marks what clients may see. */
function isHttpError(error: unknown): error is Error & { readonly status: number } {
  if (!(error instanceof Error) || !('expose' in error) || !('status' in error)) return false
  const { expose, status } = error
  return expose === true && typeof status === 'number' && status >= 400 && status < 500
}
