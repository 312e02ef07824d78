import { pino, type Logger as PinoLogger } from 'pino'

/** A structured log: one JSON line an event, secrets redacted by field name. */
export type Logger = PinoLogger

const secretFields = ['password', 'token', 'secret', 'authorization', 'cookie', 'csrf', 'key']

/** Makes the process's log. Services take a child: `log.child({ service: id })`. */
export function createLog(level: string, destination?: NodeJS.WritableStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
  }
  return destination ? pino(options, destination) : pino(options)
}
