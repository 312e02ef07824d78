import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchRow } from './conversion.ts'
import { Load } from './live/load.ts'
import { startServers, type LiveServer } from './live/servers.ts'

const USERS = 300
const ROUNDS = 2
const SECONDS = 1
const LONG_MS = 45_000
const IDLE = 2000
const STORM = 1000

/**
 * The durable gateway beside a floor that stores nothing, in turns within one run. A goal in figures is for
 * a machine on which the floor takes about 30,000 dispatches a second, brings 100,000 frames a second to
 * five connections and takes back 6,000 connections a second: as shares of the floor they hold on any.
 */
export async function benchGateway(): Promise<readonly BenchRow[]> {
  await using opened = new AsyncDisposableStack()
  const servers = await startServers(opened)
  const ours = await loaded(servers.ours, opened)
  const floor = await loaded(servers.floor, opened)
  const figures = { ours: emptyFigures(), floor: emptyFigures() }
  const began = performance.now()
  for (let round = 0; round <= ROUNDS; round += 1) {
    // One measured round is enough where the machine is too busy for more.
    if (round > 1 && performance.now() - began > LONG_MS) break
    // The first round only warms up.
    if (round === 1) Object.assign(figures, { ours: emptyFigures(), floor: emptyFigures() })
    await measure(figures.floor, floor, false)
    await measure(figures.ours, ours, true)
  }
  const perConnection = await idleKb(servers.ours, ours)
  const mine = medians(figures.ours)
  const theirs = medians(figures.floor)
  return [
    atLeast('Durable dispatches, 64 senders, beside the floor', mine.single, theirs.single, 0.5),
    atLeast('Durable batches of 100, beside 40,000', mine.batch, 40_000, 1),
    atLeast('The same, beside single dispatches of the floor', mine.batch, theirs.single, 1.33),
    atLeast('Frames to five connections, beside 200,000', mine.frames, 200_000, 1, 'frames/s'),
    atLeast('The same, beside the floor', mine.frames, theirs.frames, 1.92, 'frames/s'),
    atLeast(
      'Frames to five connections in batches, beside 200,000',
      mine.batchFrames,
      200_000,
      1,
      'frames/s',
    ),
    {
      name: 'Frames that were lost there',
      ours: sum(figures.ours.lost),
      peer: 0,
      ratio: sum(figures.ours.lost),
      unit: '',
      limit: 0,
    },
    atMost('From POST to receipt at 1,000 a second, p50', mine.p50, 1, 1),
    atMost('From POST to receipt at 1,000 a second, p99', mine.p99, 5, 1),
    atMost('The same p50, beside the floor', mine.p50, theirs.p50, 11),
    atMost('The same p99, beside the floor', mine.p99, theirs.p99, 5),
    atMost(`${STORM} cut, all back and replayed, beside 4,000 a second`, mine.storm, STORM / 4, 1),
    atMost('The same, beside the floor without replay', mine.storm, theirs.storm, 1.56),
    { ...atMost('Memory of an idle connection', perConnection, 5, 1), unit: 'KB' },
  ]
}

const emptyFigures = () => ({
  single: [] as number[],
  batch: [] as number[],
  frames: [] as number[],
  batchFrames: [] as number[],
  lost: [] as number[],
  p50: [] as number[],
  p99: [] as number[],
  storm: [] as number[],
})
type Figures = ReturnType<typeof emptyFigures>

const somebody = (n: number) => `user${n % USERS}`

async function loaded(server: LiveServer, opened: AsyncDisposableStack): Promise<Load> {
  const load = new Load(server)
  await load.open()
  opened.defer(() => load.close())
  const users = Array.from({ length: USERS }, (_, n) => load.client(somebody(n)))
  const five = Array.from({ length: 5 }, () => load.client('five'))
  await load.join([...users, ...five])
  return load
}

/** One round; the floor knows neither batches nor a replay. */
async function measure(figures: Figures, load: Load, isOurs: boolean): Promise<void> {
  const seconds = SECONDS
  figures.single.push(await load.rate(somebody, { senders: 64, size: 1, seconds }))
  figures.frames.push(await frameRate(figures, load, { senders: 16, size: 1, seconds }))
  if (isOurs) {
    figures.batch.push(await load.rate(somebody, { senders: 4, size: 100, seconds }))
    figures.batchFrames.push(await frameRate(figures, load, { senders: 4, size: 100, seconds }))
  }
  const latencies = await load.steadily(somebody, { perSecond: 1000, seconds })
  figures.p50.push(quantile(latencies, 0.5))
  figures.p99.push(quantile(latencies, 0.99))
  figures.storm.push(await storm(load, isOurs))
}

/** Frames a second that reach one person's five connections. */
async function frameRate(
  { lost }: Figures,
  load: Load,
  how: { senders: number; size: number; seconds: number },
): Promise<number> {
  let posted = 0
  load.received = 0
  const began = performance.now()
  await load.rate(() => {
    posted += 1
    return 'five'
  }, how)
  await load.arrived(() => load.received >= posted * 5)
  lost.push(posted * 5 - load.received)
  return (load.received * 1000) / (performance.now() - began)
}

/** Milliseconds until all who were cut at once are back, and have the notification that they missed. */
async function storm(load: Load, replays: boolean): Promise<number> {
  const names = Array.from({ length: STORM }, (_, n) => `storm${n}`)
  const clients = names.map((name) => load.client(name))
  await load.join(clients, 64, replays ? null : undefined)
  for (const client of clients) client.cut()
  await sleep(200)
  if (replays) await load.tell(names)
  load.received = 0
  const began = performance.now()
  await load.join(clients, STORM)
  if (replays) await load.arrived(() => load.received >= STORM)
  const took = performance.now() - began
  for (const client of clients) client.cut()
  await sleep(200)
  return took
}

async function idleKb({ pid }: LiveServer, load: Load): Promise<number> {
  const before = residentKb(pid)
  await load.join(Array.from({ length: IDLE }, (_, n) => load.client(`idle${n}`)))
  await sleep(2000)
  return Math.max(0, residentKb(pid) - before) / IDLE
}

function residentKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
}

/** A rate that has to be at least `share` of the peer's. */
function atLeast(name: string, ours: number, peer: number, share: number, unit = '/s'): BenchRow {
  return { name, ours, peer, ratio: peer / ours, unit, limit: Number((1 / share).toFixed(2)) }
}

/** A time that may be at most so many times the peer's. */
function atMost(name: string, ours: number, peer: number, times: number): BenchRow {
  return { name, ours, peer, ratio: ours / peer, unit: 'ms', limit: times }
}

function medians(figures: Figures): Readonly<Record<keyof Figures, number>> {
  const entries = Object.entries(figures).map(([name, values]) => [name, quantile(values, 0.5)])
  return Object.fromEntries(entries) as Record<keyof Figures, number>
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}
