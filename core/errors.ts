/** What an error may carry besides its message. `remedy` says what the reader can do about it. */
export interface ErrorOptions {
  readonly remedy?: string
  readonly cause?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * The base of every error that is part of a contract: `code` is stable and machine-readable,
 * `message` is for people and never carries a secret. Rendered in one place, `core/http/errors.ts`,
 * and by the command lines.
 */
export class AppError extends Error {
  readonly status: number
  readonly code: string
  readonly remedy: string | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: string, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.status = status
    this.code = code
    this.remedy = options.remedy
    this.headers = options.headers ?? {}
  }
}

/** 400: what the client sent cannot be understood. */
export class BadRequest extends AppError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(400, code, message, options)
  }
}

/** 401: nobody is signed in, or the token is not good. */
export class Unauthorized extends AppError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(401, code, message, options)
  }
}

/** 403: the person is known and may not do this. */
export class Forbidden extends AppError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(403, code, message, options)
  }
}

/** 404: it does not exist, or the person may not know that it does. */
export class NotFound extends AppError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(404, code, message, options)
  }
}

/** 409: the request contradicts what is stored. */
export class Conflict extends AppError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(409, code, message, options)
  }
}

/** 413: the body is larger than the route takes. */
export class TooLarge extends AppError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(413, code, message, options)
  }
}

/** 429: too many tries; `headers` carries Retry-After in seconds. */
export class TooManyRequests extends AppError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(429, code, message, options)
  }
}

/** 502: a system that we depend on (a source, another service) failed or answered nonsense. */
export class UpstreamError extends AppError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(502, code, message, options)
  }
}

/** 503: it works in principle, but not now. */
export class Unavailable extends AppError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(503, code, message, options)
  }
}

/** The stack is set up wrongly; stops the start. Several problems are reported at once, one a line. */
export class ConfigError extends AppError {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(500, 'invalid_configuration', problems.join('\n'))
    this.problems = problems
  }
}

/** A unit's directory does not hold what its kind promises; stops the start with path and reason. */
export class UnitLoadError extends AppError {
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(500, 'unit_load_failed', `${path}: ${reason}`, options)
  }
}

/** The message of anything that was thrown, for a log line or a job's record. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
