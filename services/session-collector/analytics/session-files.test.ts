import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { copyPath } from '../collect/copy-path.ts'
import type { FileState } from '../collect/file-state.ts'
import { copiesOf, sessionFiles } from './session-files.ts'

let root: string
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'store-'))
})
after(() => rm(root, { recursive: true }))

interface Store {
  readonly storeDir: string
  readonly states: readonly FileState[]
}

let nth = 0

/** A store with copies of these texts, by `origin/path`. */
async function stored(texts: Readonly<Record<string, string>>): Promise<Store> {
  const storeDir = join(root, String((nth += 1)))
  const states = await Promise.all(
    Object.entries(texts).map(async ([place, text]) => {
      const [origin, ...parts] = place.split('/') as [FileState['origin'], ...string[]]
      const source = { username: 'ann', origin, path: parts.join('/') }
      const path = copyPath(storeDir, source)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text)
      const done = Buffer.byteLength(text)
      const seen = { dev: '1', ino: '1', mtime: '1', ctime: '1', version: 1 }
      return { ...source, ...seen, size: done, done, refused: null, analysed: false }
    }),
  )
  return { storeDir, states }
}

const row = (id: string, more: object = {}) => `${JSON.stringify({ uuid: id, ...more })}\n`

/** The sessions of a store, with their files by name, as they are told apart. */
function told({ storeDir, states }: Store) {
  const name = ({ origin, path }: FileState) => `${origin}/${path}`
  const sessions = sessionFiles(storeDir, states)
  return Object.fromEntries(sessions.map(({ id, files }) => [id, files.map(name)]))
}

test('a session is its own file and those of its subagents, its own first', async () => {
  const store = await stored({
    'projects/-shop/one/subagents/agent-b.jsonl': row('b'),
    'projects/-shop/one/subagents/agent-a.jsonl': row('a'),
    'projects/-shop/one.jsonl': row('1'),
    'projects/-shop/two.jsonl': row('2'),
  })
  assert.deepEqual(told(store), {
    one: [
      'projects/-shop/one.jsonl',
      'projects/-shop/one/subagents/agent-a.jsonl',
      'projects/-shop/one/subagents/agent-b.jsonl',
    ],
    two: ['projects/-shop/two.jsonl'],
  })
})

test('of a session that lies in two places the longer copy counts, and both are told where all are wanted', async () => {
  const store = await stored({
    'sessions/2026-01-05_s.jsonl': row('1'),
    'projects/-shop/s.jsonl': row('1') + row('2'),
  })
  assert.deepEqual(told(store), { s: ['projects/-shop/s.jsonl'] })
  assert.equal(copiesOf(store.storeDir, store.states, 's').length, 2)
  assert.deepEqual(copiesOf(store.storeDir, store.states, 'other'), [])
})

test('two files of one name that begin otherwise are both of it: nothing of either is lost', async () => {
  const store = await stored({
    'projects/-shop/s.jsonl': row('1') + row('2'),
    'projects/-ads/s.jsonl': row('9'),
    'sessions/s.jsonl': row('9') + row('10') + row('11'),
  })
  assert.deepEqual(told(store), { s: ['sessions/s.jsonl', 'projects/-shop/s.jsonl'] })
})

test('a subagent’s file that lies beside sessions is of the one that its records name, else of its own', async () => {
  const store = await stored({
    'projects/-shop/one.jsonl': row('1'),
    'projects/-shop/agent-x.jsonl': row('x') + row('y', { sessionId: 'one' }),
    'projects/-shop/agent-y.jsonl': row('y', { sessionId: 'gone' }),
    'projects/-shop/agent-z.jsonl': row('z', { sessionId: '../../bob' }),
  })
  assert.deepEqual(told(store), {
    one: ['projects/-shop/one.jsonl', 'projects/-shop/agent-x.jsonl'],
    'agent-y': ['projects/-shop/agent-y.jsonl'],
    'agent-z': ['projects/-shop/agent-z.jsonl'],
  })
})

test('a subagent’s file in two places counts once, and each workflow has its own journal', async () => {
  const store = await stored({
    'projects/-shop/s.jsonl': row('1'),
    'projects/-shop/s/subagents/agent-a.jsonl': row('a') + row('b'),
    'sessions/s/subagents/agent-a.jsonl': row('a'),
    'projects/-shop/s/subagents/workflows/w1/journal.jsonl': row('j'),
    'projects/-shop/s/subagents/workflows/w2/journal.jsonl': row('j'),
  })
  assert.deepEqual(told(store), {
    s: [
      'projects/-shop/s.jsonl',
      'projects/-shop/s/subagents/agent-a.jsonl',
      'projects/-shop/s/subagents/workflows/w1/journal.jsonl',
      'projects/-shop/s/subagents/workflows/w2/journal.jsonl',
    ],
  })
})

test('what was refused, and a copy that is lost or shorter than what was copied, is of no session', async () => {
  const { storeDir, states } = await stored({
    'sessions/kept.jsonl': row('1'),
    'sessions/refused.jsonl': row('2'),
    'sessions/lost.jsonl': row('3'),
    'sessions/short.jsonl': row('4'),
  })
  const [kept, refused, lost, short] = states as readonly [
    FileState,
    FileState,
    FileState,
    FileState,
  ]
  await rm(copyPath(storeDir, lost))
  await writeFile(copyPath(storeDir, short), 'x')
  const now = [kept, { ...refused, refused: 'a link' }, lost, short]
  assert.deepEqual(told({ storeDir, states: now }), { kept: ['sessions/kept.jsonl'] })
})

test('a session of which nothing is whole yet is there, and an empty copy beside a longer one is none', async () => {
  const store = await stored({ 'sessions/empty.jsonl': '', 'projects/-shop/empty.jsonl': '' })
  assert.equal(told(store)['empty']?.length, 1)
  const longer = await stored({ 'sessions/s.jsonl': '', 'projects/-shop/s.jsonl': row('1') })
  assert.deepEqual(told(longer), { s: ['projects/-shop/s.jsonl'] })
})

test('without files there is no session', async () => {
  assert.deepEqual(sessionFiles(root, []), [])
})
