import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from '../../tests/peers/stack.ts'

const program = join(import.meta.dirname, 'main.ts')
const KILLS = Number(process.env['KILLS'] ?? 12)

interface Report {
  readonly files: Readonly<Record<string, number>>
  readonly sessions: readonly {
    readonly user: string
    readonly id: string
    readonly userTurns: number
  }[]
  readonly totals: { readonly records: number; readonly tokens: { readonly output: number } }
}

function start(folder: string) {
  const args = [
    '--once',
    '--homes',
    join(folder, 'homes'),
    '--data',
    join(folder, 'data'),
    '--format',
    'json',
  ]
  return spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}

async function collect(folder: string): Promise<Report> {
  const child = start(folder)
  let [out, said] = ['', '']
  child.stdout.on('data', (chunk) => (out += String(chunk)))
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  const [code] = (await once(child, 'close')) as [number]
  assert.equal(code, 0, said)
  return JSON.parse(out) as Report
}

const row = (person: number, n: number) =>
  `${JSON.stringify({
    type: n % 2 ? 'user' : 'assistant',
    timestamp: new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString(),
    message:
      n % 2 ? { content: `turn ${n}` } : { id: `m-${person}-${n}`, usage: { output_tokens: 3 } },
  })}\n`

test('killed at random moments while files grow, the copies are whole and the figures exact', async () => {
  await using folder = await temporaryFolder()
  const people = [0, 1, 2, 3]
  const fileOf = (person: number, file: number) =>
    join(folder.path, `homes/p${person}/.claude/projects/-work/s${person}-${file}.jsonl`)
  const written = new Map<string, string>()
  for (const person of people) {
    await mkdir(join(fileOf(person, 0), '..'), { recursive: true })
    for (let file = 0; file < 25; file += 1) written.set(fileOf(person, file), '')
  }
  let n = 0
  const grow = async () => {
    for (const [path, text] of written) {
      const person = Number(/homes\/p(\d)/.exec(path)?.[1])
      const more = Array.from({ length: 20 }, () => row(person, (n += 1))).join('')
      await (text === '' ? writeFile(path, more) : appendFile(path, more))
      written.set(path, text + more)
    }
  }
  await grow()
  await collect(folder.path)
  await grow()
  // Not the first run, which makes the database too.
  const began = performance.now()
  await collect(folder.path)
  let whole = performance.now() - began
  for (let killed = 0; killed < KILLS;) {
    await grow()
    const child = start(folder.path)
    let said = ''
    child.stderr.on('data', (chunk) => (said += String(chunk)))
    const ended = once(child, 'close')
    // At any moment of a run on this machine; the start of the program is passed over.
    await Promise.race([sleep(whole * (0.3 + 0.7 * Math.random())), ended])
    // One that was over before was no kill, and the next ones come earlier.
    if (child.exitCode === null && child.kill('SIGKILL')) killed += 1
    else whole *= 0.9
    await ended
    // What a run that was killed held is free at once.
    assert.ok(child.exitCode === null || child.exitCode === 0, said)
  }
  const report = await collect(folder.path)
  for (const [path, text] of written) {
    const [, person, name] = /homes\/(p\d)\/\.claude\/projects\/(.+)$/.exec(path) ?? []
    const copy = join(folder.path, 'data/sessions', person ?? '', 'projects', name ?? '')
    assert.equal(await readFile(copy, 'utf8'), text)
  }
  assert.equal(report.sessions.length, written.size)
  assert.equal(report.totals.records, n)
  assert.equal(report.totals.tokens.output, (n / 2) * 3)
  const again = await collect(folder.path)
  assert.deepEqual(again.sessions, report.sessions)
  assert.equal(again.files['same'], written.size)
})

test('of two collections at once one waits or says so, and every line is there once', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'homes/ann/.claude/projects/-work/s.jsonl')
  await mkdir(join(path, '..'), { recursive: true })
  const text = Array.from({ length: 100 }, (_, n) => row(0, n)).join('')
  await writeFile(path, text)
  await collect(folder.path)
  await appendFile(path, row(0, 101))
  const ends = await Promise.all(
    [start(folder.path), start(folder.path)].map(async (child) => {
      let said = ''
      child.stderr.on('data', (chunk) => (said += String(chunk)))
      child.stdout.resume()
      const [code] = (await once(child, 'close')) as [number]
      return { code, said }
    }),
  )
  for (const { code, said } of ends) if (code !== 0) assert.match(said, /Another collection/)
  assert.ok(ends.some(({ code }) => code === 0))
  assert.equal((await collect(folder.path)).totals.records, 101)
})
