import { writeSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder } from '#core/files/make-folder.ts'
import { messageOf } from '#core/errors.ts'
import { sessionFiles } from '../analytics/session-files.ts'
import type { Unreckoned } from '../collect/analyse-new.ts'
import { loadStates, type FileState } from '../collect/file-state.ts'
import { plainCopy } from '../collect/plain-copy.ts'
import type { SessionPlace } from '../session-place.ts'
import { readRecords } from '../transcript/read-records.ts'
import { redactRecord } from './redact-record.ts'

/** What was made, for the rate that is told. */
export interface Twins {
  readonly made: number
  readonly bytes: number
  readonly seconds: number
  /** Sessions whose twins could not be made, which the next run tries again. */
  readonly failed: readonly Unreckoned[]
}

/** Where twins lie and what their marks are made with. */
export interface TwinPlace extends SessionPlace {
  /** Of this installation alone. */
  readonly key: string
}

interface Waiting {
  readonly username: string
  readonly id: string
  readonly analysedAt: string
}

/** Where the twin of a session lies; no person is called `.redacted`. */
export function twinPath(storeDir: string, username: string, id: string): string {
  return join(storeDir, '.redacted', username, `${id}.jsonl`)
}

/**
 * Makes the redacted twins of sessions that are new, grew, or are private no longer, for at most so many
 * milliseconds; the rest follows with the next collection. Private sessions have none.
 */
export async function makeTwins(
  { db, storeDir, key }: TwinPlace,
  budgetMs: number,
  signal?: AbortSignal,
): Promise<Twins> {
  const began = performance.now()
  const { rows } = await db.pool.query<Waiting>(
    `select username, id, analysed_at::text as "analysedAt" from session_collector.session
     where twinned_at is null and not private order by analysed_at desc`,
  )
  let [made, bytes] = [0, 0]
  const people = Map.groupBy((await loadStates(db)).values(), ({ username }) => username)
  const failed: Unreckoned[] = []
  for (const [username, waiting] of Map.groupBy(rows, (row) => row.username)) {
    try {
      const sessions = new Map(
        sessionFiles(storeDir, people.get(username) ?? []).map(({ id, files }) => [id, files]),
      )
      for (const one of waiting) {
        if (signal?.aborted || performance.now() - began > budgetMs) break
        try {
          bytes += await makeTwin({ db, storeDir, key }, one, sessions.get(one.id))
          made += 1
        } catch (error) {
          failed.push({ username, session: one.id, reason: messageOf(error) })
        }
      }
    } catch (error) {
      failed.push({ username, reason: messageOf(error) })
    }
  }
  return { made, bytes, seconds: (performance.now() - began) / 1000, failed }
}

/** Returns the bytes that were read; a session whose copies are gone keeps the twin that it has. */
async function makeTwin(
  { db, storeDir, key }: TwinPlace,
  { username, id, analysedAt }: Waiting,
  files: readonly FileState[] = [],
): Promise<number> {
  let bytes = 0
  if (files.length > 0) {
    const path = twinPath(storeDir, username, id)
    await makeFolder(dirname(path), 0o750)
    await writeRedacted(`${path}.new`, storeDir, files, key)
    await rename(`${path}.new`, path)
    bytes = files.reduce((sum, { done }) => sum + done, 0)
  }
  const { rowCount } = await db.pool.query(
    `update session_collector.session set twinned_at = now()
     where username = $1 and id = $2 and analysed_at = $3::timestamptz and not private`,
    [username, id, analysedAt],
  )
  // It was deleted, hidden or went on meanwhile: what was made is not what may be seen.
  if (rowCount === 0) await removeTwin(storeDir, username, id)
  return bytes
}

/** Writes every record, redacted; what is no record is left out, because nobody knows what it says. */
async function writeRedacted(
  path: string,
  storeDir: string,
  files: readonly FileState[],
  key: string,
): Promise<void> {
  await using twin = await open(path, 'w', 0o640)
  for (const state of files) {
    await using file = await open(plainCopy(storeDir, state))
    await readRecords(file, (record) => {
      writeSync(twin.fd, `${JSON.stringify(redactRecord(record, key))}\n`)
    })
  }
  await twin.sync()
}

/** Takes a twin away, if there is one. */
export async function removeTwin(storeDir: string, username: string, id: string): Promise<void> {
  await rm(twinPath(storeDir, username, id), { force: true })
}

/** Removes twins of sessions that have not changed for so many days. Returns how many. */
export async function pruneTwins({ db, storeDir }: SessionPlace, days: number): Promise<number> {
  if (days === 0) return 0
  const { rows } = await db.pool.query<{ username: string; id: string }>(
    `update session_collector.session set twinned_at = 'infinity'
     where analysed_at < now() - make_interval(days => $1) and twinned_at < 'infinity'
     returning username, id`,
    [days],
  )
  for (const { username, id } of rows) await removeTwin(storeDir, username, id)
  return rows.length
}
