import { execFile } from 'node:child_process'
import { appendFile, mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { collectFiles } from '../../services/session-collector/collect/collect-files.ts'
import { stateKey, type FileState } from '../../services/session-collector/collect/file-state.ts'
import { analyseFile } from '../../services/session-collector/transcript/analyse-file.ts'
import { readLines } from '../../services/session-collector/transcript/read-lines.ts'
import { parseLine } from '../../services/session-collector/transcript/record.ts'
import { redactRecord } from '../../services/session-collector/twin/redact-record.ts'
import { atMost, type BenchRow } from './bench-row.ts'

const run = promisify(execFile)
const PEOPLE = 50
const FILES = 100
const BYTES = 200_000
const GROWN = 100
const REDACTED = 20

/** Copying transcripts beside `rsync -a`, in one run on one disk: 5,000 files of 200 kB. */
export async function benchSessions(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-sessions-'))
  try {
    const homesDir = join(folder, 'homes')
    await makeHomes(homesDir)
    await run('sync')
    const known = new Map<string, FileState>()
    const ours = () => collectAll(homesDir, join(folder, 'store'), known)
    const peer = () =>
      seconds(() =>
        run('rsync', ['-a', `${homesDir}/`, join(folder, 'rsync')]).then(() => undefined),
      )

    const firstPeer = await peer()
    const first = await seconds(ours)
    const samePeer = await peer()
    const same = await seconds(ours)
    await grow(homesDir)
    const grownPeer = await peer()
    const grown = await seconds(ours)
    const rate = await analysisRate(homesDir)
    const redaction = await redactionRate(homesDir)
    return [
      atMost('First copy of 5,000 files of 200 kB, beside rsync -a', first, firstPeer, 's', 1.5),
      atMost('Nothing changed, beside the limit', same, 0.15, 's'),
      atMost('Nothing changed, beside rsync -a', same, samePeer, 's', 2),
      atMost('100 files grew by 20 kB, beside rsync -a', grown, grownPeer, 's'),
      atMost('Analytics of a megabyte, in the background', 1 / rate, 1, 's'),
      atMost('Redaction of a megabyte, in the background', 1 / redaction, 2, 's'),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

const line = (n: number) =>
  `${JSON.stringify({
    type: n % 2 ? 'user' : 'assistant',
    uuid: `u${n}`,
    timestamp: new Date(1.77e12 + n * 1000).toISOString(),
    message: {
      id: `m${n}`,
      content: 'x'.repeat(700 + (n % 400)),
      usage: { output_tokens: n % 90 },
    },
  })}\n`

function transcript(bytes: number, from: number): string {
  let text = ''
  for (let n = from; text.length < bytes; n += 1) text += line(n)
  return text
}

const fileOf = (homesDir: string, person: number, file: number) =>
  join(homesDir, `p${person}/.claude/projects/-work-shop/s${file}.jsonl`)

async function makeHomes(homesDir: string): Promise<void> {
  for (let person = 0; person < PEOPLE; person += 1) {
    await mkdir(join(fileOf(homesDir, person, 0), '..'), { recursive: true })
    for (let file = 0; file < FILES; file += 1) {
      await writeFile(fileOf(homesDir, person, file), transcript(BYTES, person * FILES + file))
    }
  }
}

async function grow(homesDir: string): Promise<void> {
  for (let nth = 0; nth < GROWN; nth += 1) {
    await appendFile(fileOf(homesDir, nth % PEOPLE, nth % FILES), transcript(20_000, nth))
  }
}

async function collectAll(
  homesDir: string,
  storeDir: string,
  known: Map<string, FileState>,
): Promise<void> {
  const collection = { homesDir, storeDir, quotaBytes: 1e12, isLeftOut: () => false }
  for (let person = 0; person < PEOPLE; person += 1) {
    const { states } = await collectFiles(collection, `p${person}`, known)
    for (const state of states) known.set(stateKey(state), state)
  }
}

/** Megabytes a second. */
async function analysisRate(homesDir: string): Promise<number> {
  const taken = await seconds(async () => {
    for (let file = 0; file < FILES; file += 1) {
      await using handle = await open(fileOf(homesDir, 0, file))
      await analyseFile(handle)
    }
  })
  return (FILES * BYTES) / 1e6 / taken
}

/** Megabytes a second. */
async function redactionRate(homesDir: string): Promise<number> {
  const taken = await seconds(async () => {
    for (let file = 0; file < REDACTED; file += 1) {
      await using handle = await open(fileOf(homesDir, 0, file))
      await readLines(handle, (bytes) => {
        const record = parseLine(bytes)
        if (typeof record === 'object') redactRecord(record, 'key')
      })
    }
  })
  return (REDACTED * BYTES) / 1e6 / taken
}
