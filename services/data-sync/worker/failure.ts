import { AppError, messageOf, Unavailable, UpstreamError } from '#core/errors.ts'
import type { WorkerLimits } from './job.ts'

/** An error on its way from the worker process to the service. */
export interface Failure {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly remedy?: string
}

/** What an error of the worker means to an operator; DuckDB's own texts are recognised here only. */
export function toFailure(error: unknown, limits: WorkerLimits): Failure {
  const known = error instanceof AppError ? error : classify(messageOf(error), limits)
  return {
    status: known.status,
    code: known.code,
    message: known.message,
    ...(known.remedy !== undefined && { remedy: known.remedy }),
  }
}

/** The same error again, on the service's side. */
export function fromFailure({ status, code, message, remedy }: Failure): AppError {
  const options = remedy === undefined ? {} : { remedy }
  if (status === 502) return new UpstreamError(code, message, options)
  if (status === 503) return new Unavailable(code, message, options)
  return new AppError(status, code, message, options)
}

function classify(text: string, limits: WorkerLimits): AppError {
  const message = firstLines(text)
  if (/out of memory|bad_alloc/i.test(text)) {
    return new Unavailable(
      'out_of_memory',
      `The conversion needs more than ${limits.memory}: ${message}`,
      {
        remedy: 'Raise SYNC_MEMORY_LIMIT, or lower SYNC_THREADS.',
      },
    )
  }
  if (
    /ENOSPC|no space left|failed to offload|max_temp_directory_size|could not write/i.test(text)
  ) {
    return new Unavailable('disk_full', `The disk of the data directory is full: ${message}`, {
      remedy: 'Free or add disk space; the last good version stays published.',
    })
  }
  if (/not utf-8 encoded|invalid unicode|invalid utf-?8/i.test(text)) {
    return new UpstreamError('wrong_encoding', `The file is not UTF-8: ${message}`, {
      remedy: 'Set the encoding in the options of the table, for example `encoding: windows-1250`.',
    })
  }
  if (/unexpected end of file|incorrect (header|data|length) check|gzip stream/i.test(text)) {
    return new UpstreamError('broken_archive', `The gzip file cannot be unpacked: ${message}`, {
      remedy: 'Write the file again; the last good version stays published.',
    })
  }
  if (/maximum_object_size|maximum line size|does not support a full read/i.test(text)) {
    return objectTooLarge()
  }
  if (/malformed json/i.test(text)) {
    return new UpstreamError('broken_json', message, { remedy: 'Repair the file at its source.' })
  }
  if (/state machine reached an invalid state|mixed new ?lines/i.test(text)) {
    return new UpstreamError('mixed_line_endings', 'The file ends its lines in different ways.', {
      remedy: 'Write all lines with \\n or all with \\r\\n.',
    })
  }
  if (/^(Invalid Input|IO) Error.*(magic bytes|parquet|thrift|footer)/is.test(text)) {
    return new UpstreamError('broken_parquet', message, { remedy: 'Write the file again.' })
  }
  return new AppError(500, 'conversion_failed', message, {
    remedy:
      'This is a defect, or a form of file that is not known yet; the last good version stays.',
  })
}

/** An object of JSON, or a line, that is above the limit of what reads it. */
export function objectTooLarge(): UpstreamError {
  return new UpstreamError('object_too_large', 'An object of JSON is larger than 32 MiB.', {
    remedy: 'Write it as several objects, each of them on a line of its own (JSON Lines).',
  })
}

/** DuckDB appends pages of settings and hints to its messages. */
function firstLines(text: string): string {
  return text.split('\n').slice(0, 2).join(' ').slice(0, 500)
}
