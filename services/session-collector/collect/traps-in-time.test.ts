import assert from 'node:assert/strict'
import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { collectFiles } from './collect-files.ts'
import { copyPath } from './copy-path.ts'
import { stateKey, type FileState } from './file-state.ts'
import { isGoodPath } from './source.ts'

const root = mkdtempSync(join(tmpdir(), 'traps-'))
after(() => rmSync(root, { recursive: true, force: true }))

const row = (n: number) => `${JSON.stringify({ type: 'user', n, text: 'y'.repeat(200) })}\n`
const rows = (from: number, until: number) =>
  Array.from({ length: until - from }, (_, i) => row(from + i)).join('')

function place() {
  const dir = mkdtempSync(join(root, 'p-'))
  const homesDir = join(dir, 'homes')
  const sessions = join(homesDir, 'ann/user/sessions')
  mkdirSync(sessions, { recursive: true })
  const storeDir = join(dir, 'store')
  const known = new Map<string, FileState>()
  const copy = copyPath(storeDir, { username: 'ann', origin: 'sessions', path: 's.jsonl' })
  return {
    homesDir,
    storeDir,
    source: join(sessions, 's.jsonl'),
    copied: () => readFileSync(copy, 'utf8'),
    async run() {
      const collection = { homesDir, storeDir, quotaBytes: 1e12, isLeftOut: () => false }
      const found = await collectFiles(collection, 'ann', known)
      for (const state of found.states) known.set(stateKey(state), state)
      return found
    },
  }
}

/** Runs a script in a process of its own until it ends, collecting all the while. */
async function collectWhile(p: ReturnType<typeof place>, script: string): Promise<void> {
  const child = spawn(process.execPath, ['-e', script, p.source], { stdio: 'inherit' })
  const ended = once(child, 'exit')
  let going = true
  void ended.then(() => (going = false))
  while (going) {
    await p.run()
    await new Promise((resolve) => setImmediate(resolve))
  }
  assert.deepEqual(await ended, [0, null])
}

test('a file that grows while it is copied is continued, and whole in the end', async () => {
  const p = place()
  await collectWhile(
    p,
    `const { appendFileSync } = require('node:fs')
     for (let n = 0; n < 3000; n += 1) {
       const line = JSON.stringify({ type: 'user', n, text: 'y'.repeat(200) }) + '\\n'
       appendFileSync(process.argv[1], line.slice(0, 50))
       appendFileSync(process.argv[1], line.slice(50))
     }`,
  )
  await p.run()
  assert.equal(p.copied(), rows(0, 3000))
})

test('a file that is replaced while it is read is one or the other, never a mixture', async () => {
  const p = place()
  await collectWhile(
    p,
    `const { renameSync, writeFileSync } = require('node:fs')
     for (let n = 0; n < 300; n += 1) {
       const line = JSON.stringify({ n }) + '\\n'
       writeFileSync(process.argv[1] + '.tmp', line.repeat(2000 + n))
       renameSync(process.argv[1] + '.tmp', process.argv[1])
     }`,
  )
  await p.run()
  assert.equal(p.copied(), `${JSON.stringify({ n: 299 })}\n`.repeat(2299))
})

test('a clock that goes back hides no growth', async () => {
  const p = place()
  writeFileSync(p.source, rows(0, 5))
  await p.run()
  appendFileSync(p.source, rows(5, 9))
  utimesSync(p.source, new Date('2001-01-01'), new Date('2001-01-01'))
  assert.equal((await p.run()).counts.grown, 1)
  assert.equal(p.copied(), rows(0, 9))
})

test('a full disk is told, and the next run makes the copy whole', async () => {
  const p = place()
  writeFileSync(p.source, rows(0, 4000))
  const script = `
    const { collectFiles } = await import(${JSON.stringify(join(import.meta.dirname, 'collect-files.ts'))})
    const place = { homesDir: process.argv[1], storeDir: process.argv[2], quotaBytes: 1e12, isLeftOut: () => false }
    const { counts, refused } = await collectFiles(place, 'ann', new Map())
    console.log(JSON.stringify([counts.new, counts.refused, refused[0]?.reason]))`
  const command = 'ulimit -f 200 && exec "$0" --input-type=module -e "$1" "$2" "$3"'
  const args = ['-c', command, process.execPath, script, p.homesDir, p.storeDir]
  const { stdout } = await promisify(execFile)('bash', args)
  const [taken, refused, reason] = JSON.parse(stdout) as [number, number, string]
  assert.deepEqual([taken, refused], [0, 1])
  assert.match(reason, /EFBIG|ENOSPC/)
  await p.run()
  assert.equal(p.copied(), rows(0, 4000))
})

test('a line of 70 MB is copied and counted as too long; a file of 300 MB is refused with the reason', async () => {
  const p = place()
  writeFileSync(p.source, '')
  truncateSync(p.source, 70 * 1024 * 1024)
  appendFileSync(p.source, `\n${row(1)}`)
  assert.equal((await p.run()).counts.new, 1)
  assert.ok(p.copied().endsWith(row(1)))
  truncateSync(p.source, 300 * 1024 * 1024)
  const { refused } = await p.run()
  assert.equal(refused[0]?.reason, 'it is too large')
})

test('a socket is not read', async () => {
  const p = place()
  const server = createServer().listen(p.source)
  await once(server, 'listening')
  try {
    assert.deepEqual((await p.run()).counts.refused, 1)
  } finally {
    server.close()
  }
})

test(
  'a device is not read',
  { skip: process.getuid?.() !== 0 && 'only the superuser can make a device' },
  async () => {
    const p = place()
    execFileSync('mknod', [p.source, 'c', '1', '5'])
    assert.deepEqual((await p.run()).counts.refused, 1)
  },
)

test('a path that leads elsewhere is none', () => {
  for (const path of [
    '../s.jsonl',
    'a/../../s.jsonl',
    '/etc/s.jsonl',
    'a//s.jsonl',
    'a/./s.jsonl',
  ]) {
    assert.equal(isGoodPath(path), false, path)
  }
  assert.ok(isGoodPath('-home-ann-shop/s.jsonl'))
})

test('a session whose twin could have no name is none, however short those of its subagents are', () => {
  const ofSession = (letters: number) => `p/${'s'.repeat(letters)}/subagents/agent-1.jsonl`
  assert.deepEqual([isGoodPath(ofSession(200)), isGoodPath(ofSession(201))], [true, false])
})
