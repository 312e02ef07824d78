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

/** What may be told of an error: everything of our own classes below 500, of others only that it happened. */
export function problemOf(error: unknown, requestId?: string): Problem {
  const known = asAppError(error)
  const { status, code, message, remedy } = known
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

/** The error itself, or what stands for it towards clients. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError && error.code !== 'invalid_configuration') return error
  return new AppError(500, 'internal_error', 'Something went wrong on our side', {
    remedy: 'Try again; an administrator finds the reason in the log under this request id.',
    cause: error,
  })
}
