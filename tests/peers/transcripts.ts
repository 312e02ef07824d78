import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { collect, type Collected } from '../../services/session-collector/collect/collect.ts'
import { takePush, type Taken } from '../../services/session-collector/collect/take-push.ts'
import { loadSessions } from '../../services/session-collector/analytics/save-sessions.ts'
import type { SessionPlace } from '../../services/session-collector/session-place.ts'
import { openTestDatabase } from './postgres.ts'
import { temporaryFolder } from './stack.ts'

/** A record as Claude Code writes one: what somebody said, or a subagent for them. */
export function turn(n: number, more: Readonly<Record<string, unknown>> = {}): string {
  const record = { type: 'user', uuid: `u${n}`, cwd: '/code/shop', ...more }
  return `${JSON.stringify({ message: { content: `turn ${n}` }, ...record })}\n`
}

export function turns(
  from: number,
  until: number,
  more?: Readonly<Record<string, unknown>>,
): string {
  return Array.from({ length: until - from }, (_, i) => turn(from + i, more)).join('')
}

/** The collector of transcripts with homes, a store and a database of its own. */
export interface TranscriptPlace extends AsyncDisposable {
  readonly place: SessionPlace
  readonly homesDir: string
  /** Puts a file into a home; the path is below it. Returns where it lies. */
  write(username: string, path: string, text: string): Promise<string>
  /** What is kept of it, by its origin and its path below that. */
  copy(username: string, path: string): Promise<string>
  collect(quotaBytes?: number): Promise<Collected>
  push(username: string, offset: number, bytes: string | Buffer, path?: string): Promise<Taken>
  /** The sessions that are known of everybody, `person/id`, sorted. */
  sessions(): Promise<readonly string[]>
  /** Lets everything that was copied lie for so many days. */
  age(days: number): Promise<void>
}

export async function openTranscripts(usualQuota = 1e9): Promise<TranscriptPlace> {
  await using opened = new AsyncDisposableStack()
  const dir = join(import.meta.dirname, '../../services/session-collector/migrations')
  const { db, close } = await openTestDatabase([{ owner: 'session-collector', dir }])
  opened.defer(close)
  const { path: root } = opened.use(await temporaryFolder())
  const [homesDir, storeDir] = [join(root, 'homes'), join(root, 'store')]
  await mkdir(homesDir)
  const kept = opened.move()
  return {
    place: { db, storeDir },
    homesDir,
    async write(username, path, text) {
      const file = join(homesDir, username, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, text)
      return file
    },
    copy: (username, path) => readFile(join(storeDir, username, path), 'utf8'),
    collect: (quotaBytes = usualQuota) => collect(db, { homesDir, storeDir, quotaBytes }),
    push: (username, offset, bytes, path = 's.jsonl') =>
      takePush(
        { db, storeDir, quotaBytes: usualQuota },
        { username, origin: 'push', path },
        offset,
        Buffer.from(bytes),
      ),
    sessions: async () =>
      (await loadSessions(db)).map(({ username, id }) => `${username}/${id}`).sort(),
    async age(days) {
      await db.pool.query(
        'update session_collector.file set changed_at = changed_at - make_interval(days => $1)',
        [days],
      )
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
