import { createHash } from 'node:crypto'

/** One line of a transcript: an object of whatever shape; every field is looked at before it is used. */
export type Fields = Readonly<Record<string, unknown>>

/** The object of a line; `bad` when it is no JSON, `other` when it is JSON and no object, `blank` when empty. */
export function parseLine(line: Buffer): Fields | 'bad' | 'other' | 'blank' {
  // A mark of the order of bytes is a blank like others.
  const text = line.toString('utf8').trim()
  if (text === '') return 'blank'
  try {
    const value: unknown = JSON.parse(text)
    return isFields(value) ? value : 'other'
  } catch {
    return 'bad'
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A field that is an object, else an empty one. */
export function fieldsIn(fields: Fields, name: string): Fields {
  const value = own(fields, name)
  return isFields(value) ? value : {}
}

export function textIn(fields: Fields, name: string): string | undefined {
  const value = own(fields, name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A number of tokens, bytes or milliseconds: not negative and one that can be, else 0. */
export function countIn(fields: Fields, name: string): number {
  const value = own(fields, name)
  return typeof value === 'number' && value > 0 && value <= Number.MAX_SAFE_INTEGER ? value : 0
}

export function listIn(fields: Fields, name: string): readonly Fields[] {
  const value = own(fields, name)
  return Array.isArray(value) ? value.filter(isFields) : []
}

/** Names in transcripts are what tools and people wrote: `__proto__` and `constructor` are among them. */
export function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}

/** A value as JSON; one that is nested deeper than can be written is told as such. */
export function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return '(nested too deeply)'
  }
}

/** A name for a part of a transcript that has no id: the same for the same part in the same line. */
export function nameless(value: unknown, line: number): string {
  return `${line} ${createHash('sha256').update(jsonOf(value)).digest('base64url')}`
}

/** What has a year of four digits in UTC: a time zone can lead beyond it, where databases know no times. */
const LAST_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

const ISO_TIME = /^(\d{4})-(\d\d)-(\d\d)T[\d:.]+(Z|[+-]\d\d:?\d\d)?$/

/**
 * Milliseconds since 1970 of an ISO 8601 text; no transcript is older. A time without a zone is of UTC, wherever this
 * runs; a day that its month does not have is none.
 */
export function timeOf(text: string | undefined): number | undefined {
  const [whole, year, month, day, zone] = ISO_TIME.exec(text ?? '') ?? []
  if (whole === undefined) return undefined
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  if (Number(day) > lastDay) return undefined
  const time = Date.parse(zone === undefined ? `${whole}Z` : whole)
  return time > 0 && time <= LAST_TIME ? time : undefined
}
