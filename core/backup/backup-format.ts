import { z } from 'zod'

/** Grows when an older version could not read what a newer one writes. */
export const FORMAT = 1

/** The entries of the archive (a pax tar in an age file), in this order. */
export const HEAD_ENTRY = 'backup.json'
export const ROWS_FOLDER = 'database/rows/'
export const FILES_FOLDER = 'files/'
export const END_ENTRY = 'end.json'

const texts = z.array(z.string())

/** The first entry: what this is, and how the database is made. */
export const backupHead = z.object({
  format: z.literal(FORMAT, {
    error: 'it was written by a newer version of the stack: restore it with that one',
  }),
  version: z.string(),
  createdAt: z.iso.datetime(),
  /** Where people reached the instance. */
  instance: z.string(),
  without: texts,
  database: z.object({
    postgres: z.string(),
    schema: z.object({
      schemas: texts,
      tables: z.array(z.object({ name: z.string(), columns: texts })),
      sequences: texts,
      before: texts,
      after: texts,
    }),
    sequences: z.array(z.object({ name: z.string(), value: z.string(), called: z.boolean() })),
  }),
})
export type BackupHead = z.output<typeof backupHead>

/** The last entry: what must have come out. Without it a backup is not whole. */
export const backupEnd = z.object({
  tables: z.array(z.object({ name: z.string(), rows: z.int() })),
  files: z.array(z.object({ name: z.string(), size: z.int(), sha256: z.string() })),
  /** Links, sockets and devices, which are not backed up. */
  leftOut: texts,
})
export type BackupEnd = z.output<typeof backupEnd>

/** The name of a backup made at a time: the order of names is that of times. */
export function backupName(at: Date): string {
  return `ai-data-analyst-${at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '')}.tar.age`
}

/** When a file of this name was made; undefined for what is no backup. */
export function backupTime(name: string): Date | undefined {
  const [, day, hour, minute, second] =
    /^ai-data-analyst-(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z\.tar\.age$/.exec(name) ?? []
  const at = new Date(`${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at.getTime()) ? undefined : at
}
