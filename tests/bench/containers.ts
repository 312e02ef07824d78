import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { prepareCompose } from '../peers/compose.ts'
import { atMost, type BenchRow } from './bench-row.ts'

const run = promisify(execFile)
const MB = 1_000_000

/** Time in which the example instance has pulled its tables. */
const SETTLE_MS = 45_000

/** Size of our images, time from `up` to healthy, and memory of the idle stack, each beside its limit. */
export async function benchContainers(): Promise<readonly BenchRow[]> {
  await using stack = await prepareCompose()
  await stack.compose('build')
  const sizes = await imageRows(await builtImages(stack.compose))
  const began = performance.now()
  await stack.compose('up', '--wait', '--detach')
  const seconds = (performance.now() - began) / 1000
  await sleep(SETTLE_MS)
  return [
    ...sizes,
    atMost('`up` until all are healthy, empty volumes', seconds, 20, 's'),
    atMost('Idle stack, memory of all containers', await memory(stack.project), 400, 'MB'),
  ]
}

/** The images that are made here, by part. */
async function builtImages(
  compose: (...args: readonly string[]) => Promise<string>,
): Promise<ReadonlyMap<string, string>> {
  const { services } = JSON.parse(await compose('config', '--format', 'json')) as {
    services: Record<string, { image: string; build?: object }>
  }
  return new Map(
    Object.entries(services).flatMap(([id, { image, build }]) => (build ? [[id, image]] : [])),
  )
}

/** The edge's base is Caddy's image, which is not ours: only what we add to it counts. */
async function imageRows(images: ReadonlyMap<string, string>): Promise<readonly BenchRow[]> {
  const base = await sizeOf('caddy:2')
  const each = await Promise.all(
    [...images].map(async ([id, image]) => {
      const size = await sizeOf(image)
      if (id === 'edge') return atMost('Image edge, on top of caddy:2', size - base, 450, 'MB')
      return atMost(`Image ${id}`, size, 450, 'MB')
    }),
  )
  const ours = [...images].filter(([id]) => id !== 'edge').map(([, image]) => image)
  return [...each, atMost('All unique layers of ours together', await savedSize(ours), 450, 'MB')]
}

async function sizeOf(image: string): Promise<number> {
  const { stdout } = await run('docker', ['image', 'inspect', '--format', '{{.Size}}', image])
  return Number(stdout) / MB
}

/** What the engine writes when it saves images together: each layer once. */
async function savedSize(images: readonly string[]): Promise<number> {
  const save = spawn('docker', ['save', ...images], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(save, 'exit')
  let bytes = 0
  for await (const chunk of save.stdout) bytes += (chunk as Buffer).length
  const [code] = (await ended) as [number]
  if (code !== 0) throw new Error(`docker save ended with ${code}`)
  return bytes / MB
}

const units: Readonly<Record<string, number>> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 }

/** The engine's own figure, without the page cache. */
async function memory(project: string): Promise<number> {
  const filter = `label=com.docker.compose.project=${project}`
  const { stdout: listed } = await run('docker', ['ps', '--quiet', '--filter', filter])
  const ids = listed.split('\n').filter(Boolean)
  const args = ['stats', '--no-stream', '--format', '{{.MemUsage}}', ...ids]
  const { stdout } = await run('docker', args)
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [, value, unit = ''] = /^([\d.]+)(\w+) /.exec(line) ?? []
      const factor = units[unit]
      if (value === undefined || factor === undefined) throw new Error(`unexpected: ${line}`)
      return (Number(value) * factor) / MB
    })
    .reduce((sum, each) => sum + each, 0)
}
