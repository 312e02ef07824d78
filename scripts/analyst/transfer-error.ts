import { UpstreamError, type ErrorOptions } from '#core/errors.ts'
import { networkReason } from '#core/network-reason.ts'

/** A request that failed in a way that another try may mend; `retryAfterMs` is what the server asked for. */
export class TransferError extends UpstreamError {
  readonly retryAfterMs: number | undefined

  constructor(
    code: string,
    message: string,
    options: ErrorOptions & { retryAfterMs?: number | undefined } = {},
  ) {
    super(code, message, options)
    this.retryAfterMs = options.retryAfterMs
  }
}

/** The server at `url` gave no answer, or none to its end. */
export function unreachable(url: string, cause: unknown): TransferError {
  const message = `${url} cannot be reached: ${networkReason(cause)}`
  return new TransferError('server_unreachable', message, {
    remedy: 'Check the address and the network; `analyst doctor` looks closer.',
    cause,
  })
}

/** The server at `url` answered that it cannot now, perhaps with a time after which it can (Retry-After). */
export function busy(url: string, status: number, retryAfter: string | undefined): TransferError {
  return new TransferError('server_busy', `${url} answered ${status}`, {
    remedy: 'Try again later; tell the administrator if it stays so.',
    retryAfterMs: retryAfterMs(retryAfter),
  })
}

/** What answers at `url` is no portal of ours, such as a proxy's page to sign in. */
export function notAPortal(url: string, cause?: unknown): UpstreamError {
  return new UpstreamError('unexpected_answer', `${url} did not answer as a portal does`, {
    remedy: 'Check that the address is the portal’s, without a redirect before it.',
    cause,
  })
}

/** Reads a Retry-After header, seconds or a date (RFC 9110 §10.2.3), as milliseconds from `now`. */
export function retryAfterMs(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}
