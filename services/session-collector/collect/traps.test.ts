import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { collectFiles } from './collect-files.ts'
import { copyPath } from './copy-path.ts'
import { stateKey, type FileState } from './file-state.ts'

const root = mkdtempSync(join(tmpdir(), 'traps-'))
after(() => rmSync(root, { recursive: true, force: true }))

const row = (n: number, text = 'x') => `${JSON.stringify({ type: 'user', n, text })}\n`
const rows = (from: number, until: number) =>
  Array.from({ length: until - from }, (_, i) => row(from + i, 'y'.repeat(50))).join('')

/** One person's home with a store, and a collector that remembers. */
function place() {
  const dir = mkdtempSync(join(root, 'p-'))
  const homesDir = join(dir, 'homes')
  const sessions = join(homesDir, 'ann/user/sessions')
  mkdirSync(sessions, { recursive: true })
  const storeDir = join(dir, 'store')
  const known = new Map<string, FileState>()
  const quotaBytes = 1024 ** 3
  const copy = (path: string) => copyPath(storeDir, { username: 'ann', origin: 'sessions', path })
  return {
    dir,
    homesDir,
    sessions,
    at: (path: string) => join(sessions, path),
    copied: (path: string) => readFileSync(copy(path), 'utf8'),
    copy,
    known,
    async run(options: { quotaBytes?: number; dryRun?: boolean } = {}) {
      const collection = { homesDir, storeDir, quotaBytes, isLeftOut: () => false, ...options }
      const found = await collectFiles(collection, 'ann', known, options.dryRun)
      for (const state of found.states) known.set(stateKey(state), state)
      return found
    },
  }
}

test('truncated forever (of the original): a file that grew is continued, by what is new alone', async () => {
  const p = place()
  writeFileSync(p.at('s.jsonl'), rows(0, 10))
  assert.equal((await p.run()).counts.new, 1)
  appendFileSync(p.at('s.jsonl'), rows(10, 20))
  assert.equal((await p.run()).counts.grown, 1)
  assert.equal(p.copied('s.jsonl'), rows(0, 20))
  const again = await p.run()
  assert.deepEqual([again.counts.same, again.states.length], [1, 0])
})

test('half a line waits for its other half, a whole record without its end does not', async () => {
  const p = place()
  const half = row(2).slice(0, 12)
  writeFileSync(p.at('s.jsonl'), row(1) + half)
  await p.run()
  assert.equal(p.copied('s.jsonl'), row(1))
  appendFileSync(p.at('s.jsonl'), row(2).slice(12, -1))
  await p.run()
  assert.equal(p.copied('s.jsonl'), (row(1) + row(2)).slice(0, -1))
  appendFileSync(p.at('s.jsonl'), `\n${row(3)}`)
  await p.run()
  assert.equal(p.copied('s.jsonl'), row(1) + row(2) + row(3))
})

const rewritten: Readonly<Record<string, (path: string) => void>> = {
  'its start and grew': (path) => writeFileSync(path, row(99) + rows(1, 30)),
  'its middle and grew': (path) => writeFileSync(path, rows(0, 4) + row(77) + rows(5, 30)),
  'by a shorter one': (path) => truncateSync(path, row(0, 'y'.repeat(50)).length * 3),
  'by one of another file': (path) => {
    writeFileSync(`${path}.tmp`, rows(50, 60))
    renameSync(`${path}.tmp`, path)
  },
  'with the same size and the same time': (path) => {
    const old = new Date('2026-01-01')
    writeFileSync(path, rows(0, 9) + row(9, 'z'.repeat(50)))
    utimesSync(path, old, old)
  },
}
for (const [how, rewrite] of Object.entries(rewritten))
  test(`a file that was rewritten ${how} becomes a new version, and the old copy stays`, async () => {
    const p = place()
    const old = new Date('2026-01-01')
    writeFileSync(p.at('s.jsonl'), rows(0, 10))
    utimesSync(p.at('s.jsonl'), old, old)
    await p.run()
    rewrite(p.at('s.jsonl'))
    assert.equal((await p.run()).counts.rewritten, 1)
    assert.equal(p.copied('s.jsonl'), readFileSync(p.at('s.jsonl'), 'utf8'))
    assert.equal(readFileSync(`${p.copy('s.jsonl')}.v1`, 'utf8'), rows(0, 10))
  })

const foreign: Readonly<Record<string, (p: ReturnType<typeof place>) => void>> = {
  'root follows symlinks (of the original): a link': (p) =>
    symlinkSync('/etc/passwd', p.at('x.jsonl')),
  'a hard link': (p) => {
    writeFileSync(join(p.dir, 'secret'), 'key')
    linkSync(join(p.dir, 'secret'), p.at('x.jsonl'))
  },
  'a pipe': (p) => void execFileSync('mkfifo', [p.at('x.jsonl')]),
  'a folder that is a link on the way': (p) => {
    mkdirSync(join(p.dir, 'elsewhere'))
    writeFileSync(join(p.dir, 'elsewhere/x.jsonl'), row(1))
    rmSync(p.sessions, { recursive: true })
    symlinkSync(join(p.dir, 'elsewhere'), p.sessions)
  },
}
for (const [what, put] of Object.entries(foreign))
  test(`${what} is not read, and its person is told why`, async () => {
    const p = place()
    put(p)
    const { counts, refused } = await p.run()
    assert.deepEqual([counts.new, counts.refused], [0, 1])
    assert.equal(typeof refused[0]?.reason, 'string')
    assert.throws(() => p.copied('x.jsonl'), { code: 'ENOENT' })
    const again = await p.run()
    assert.deepEqual([again.counts, again.refused], [counts, refused], 'and again at the next run')
  })

test('a transcript whose name has more than plain letters is counted and named as refused', async () => {
  const p = place()
  for (const name of ['a b.jsonl', 'ä.jsonl', 'fine.jsonl']) writeFileSync(p.at(name), row(1))
  const { counts, refused } = await p.run()
  assert.deepEqual([counts.new, counts.refused], [1, 2])
  assert.deepEqual(refused.map(({ path }) => path).toSorted(), ['a b.jsonl', 'ä.jsonl'])
  assert.match(refused[0]?.reason ?? '', /has more than letters/)
})

test('a project whose path is long was refused: its folder is called by 200 letters and a sum', async () => {
  const p = place()
  const folder = `-${'home-'.repeat(40)}${'x'.repeat(20)}`
  mkdirSync(p.at(folder))
  writeFileSync(p.at(`${folder}/s.jsonl`), row(1))
  writeFileSync(p.at(`${'n'.repeat(200)}.jsonl`), row(1))
  const { counts } = await p.run()
  assert.deepEqual([counts.new, counts.refused], [1, 1])
  assert.equal(p.copied(`${folder}/s.jsonl`), row(1))
})

test('other kinds of files and folders too deep are passed over', async () => {
  const p = place()
  writeFileSync(p.at('notes.txt'), row(1))
  mkdirSync(p.at('a/b/c/d/e/f'), { recursive: true })
  writeFileSync(p.at('a/b/c/d/e/f/x.jsonl'), row(1))
  mkdirSync(p.at('dir.jsonl'))
  const { counts } = await p.run()
  assert.deepEqual([counts.new, counts.refused], [0, 0])
})

test('an empty file, NUL bytes, bytes that are no UTF-8 and no line end at all are copied as they are', async () => {
  const p = place()
  const odd = Buffer.concat([
    Buffer.from(row(1)),
    Buffer.from([0, 0xff, 0xfe, 0x0a]),
    Buffer.from(row(2)),
  ])
  writeFileSync(p.at('empty.jsonl'), '')
  writeFileSync(p.at('odd.jsonl'), odd)
  writeFileSync(p.at('long.jsonl'), 'x'.repeat(100_000))
  const { counts } = await p.run()
  assert.equal(counts.new, 3)
  assert.deepEqual(readFileSync(p.copy('odd.jsonl')), odd)
  assert.equal(p.copied('long.jsonl'), '')
})

test('a source that is gone leaves its copy, and one that moved is a new file', async () => {
  const p = place()
  writeFileSync(p.at('s.jsonl'), rows(0, 3))
  await p.run()
  rmSync(p.at('s.jsonl'))
  await p.run()
  assert.equal(p.copied('s.jsonl'), rows(0, 3))
})

test('a copy that was lost or cut by a crash of the machine is made again', async () => {
  const p = place()
  writeFileSync(p.at('s.jsonl'), rows(0, 10))
  await p.run()
  truncateSync(p.copy('s.jsonl'), 30)
  await p.run()
  assert.equal(p.copied('s.jsonl'), rows(0, 10))
  rmSync(p.copy('s.jsonl'))
  await p.run()
  assert.equal(p.copied('s.jsonl'), rows(0, 10))
})

test('what a run that was killed had appended is not there twice', async () => {
  const p = place()
  writeFileSync(p.at('s.jsonl'), rows(0, 10))
  await p.run()
  appendFileSync(p.at('s.jsonl'), rows(10, 12))
  appendFileSync(p.copy('s.jsonl'), rows(10, 11).slice(0, 20))
  await p.run()
  assert.equal(p.copied('s.jsonl'), rows(0, 12))
})

test('no retention or quota (of the original): beyond a person’s quota nothing more is taken', async () => {
  const p = place()
  writeFileSync(p.at('a.jsonl'), rows(0, 10))
  writeFileSync(p.at('b.jsonl'), rows(0, 10))
  const { counts, refused } = await p.run({ quotaBytes: rows(0, 10).length + 10 })
  assert.deepEqual([counts.new, counts.refused], [1, 1])
  assert.match(refused[0]?.reason ?? '', /quota/)
  assert.equal((await p.run()).counts.new, 1, 'it is taken once there is room')
})

test('a try says what would be taken and takes nothing', async () => {
  const p = place()
  writeFileSync(p.at('s.jsonl'), rows(0, 10))
  copyFileSync(p.at('s.jsonl'), p.at('t.jsonl'))
  assert.equal((await p.run({ dryRun: true })).counts.new, 2)
  assert.throws(() => p.copied('s.jsonl'), { code: 'ENOENT' })
})
