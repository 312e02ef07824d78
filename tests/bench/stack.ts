import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { atMost, type BenchRow } from './bench-row.ts'

const root = join(import.meta.dirname, '../..')

/** The whole stack: how long a start takes until it is healthy, and what it holds when it is idle. */
export async function benchStack(): Promise<readonly BenchRow[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-stack-'))
  try {
    const first = await measureStart(dataDir)
    await waitUntilIdle(first.url)
    await stop(first.child)
    const second = await measureStart(dataDir)
    await waitUntilIdle(second.url)
    await sleep(3000)
    const bytes = await residentBytes(second.child.pid ?? 0)
    await stop(second.child)
    return [
      atMost('First start until healthy (secrets, database)', first.seconds, 60, 's'),
      atMost('Later start until healthy', second.seconds, 5, 's'),
      atMost('Whole stack idle, resident (Pss)', bytes / 2 ** 20, 400, 'MB'),
    ]
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

interface Started {
  readonly child: ChildProcess
  readonly url: string
  readonly seconds: number
}

async function measureStart(dataDir: string): Promise<Started> {
  const began = performance.now()
  const child = spawn(process.execPath, ['scripts/stack.ts', 'start'], {
    cwd: root,
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      said += String(chunk)
      const found = /runs at (http:\S+)/.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', () => reject(new Error('the stack ended before it was ready')))
  })
  const health = await fetch(new URL('/health', url))
  if (!health.ok) throw new Error(`the stack is not healthy: ${await health.text()}`)
  return { child, url, seconds: (performance.now() - began) / 1000 }
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGINT')
  await once(child, 'exit')
}

/** Until the first sync of the sample tables is over: then no worker runs. */
async function waitUntilIdle(url: string): Promise<void> {
  for (let quiet = 0; quiet < 3;) {
    await sleep(1000)
    const { services } = (await (await fetch(new URL('/health', url))).json()) as {
      services: readonly { status: string }[]
    }
    const workers = (await processes()).filter(({ command }) => command.includes('worker/main.ts'))
    quiet = services.every(({ status }) => status === 'ok') && workers.length === 0 ? quiet + 1 : 0
  }
}

/** Proportional set size of a process and all that it started: shared pages count once. */
async function residentBytes(pid: number): Promise<number> {
  const all = await processes()
  const family = new Set([pid])
  for (let size = 0; size !== family.size;) {
    size = family.size
    for (const each of all) if (family.has(each.parent)) family.add(each.pid)
  }
  // PostgreSQL was started in a group of its own and belongs to no parent that is left.
  const members = all.filter((each) => family.has(each.pid) || each.command.includes('postgres'))
  const sizes = await Promise.all(members.map((each) => pss(each.pid)))
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function pss(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024
}

interface Process {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

async function processes(): Promise<readonly Process[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(names.map(readProcess))
  return found.filter((each) => each !== undefined)
}

async function readProcess(name: string): Promise<Process | undefined> {
  try {
    const stat = await readFile(`/proc/${name}/stat`, 'utf8')
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8')
    const [, parent = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { pid: Number(name), parent: Number(parent), command }
  } catch (error) {
    // It ended while we looked.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}
