import { setTimeout as sleep } from 'node:timers/promises'
import { atMost, quantile, type BenchRow } from './bench-row.ts'
import { measureCrowd, storm } from './live/crowd.ts'
import { durableInserts } from './live/durable-inserts.ts'
import { Load } from './live/load.ts'
import { startServers, type LiveServer } from './live/servers.ts'

const USERS = 300
const ROUNDS = 2
const SECONDS = 1
/** A steady rate is measured in short windows, of which the median counts: a machine that is shared is calm in most. */
const [WINDOWS, WINDOW_SECONDS, SETTLE_MS] = [4, 0.6, 2000]
const LONG_MS = 45_000

/**
 * The durable gateway beside a floor that stores nothing, in turns within one run. A goal in figures is for
 * a machine on which the floor takes about 30,000 dispatches a second, brings 100,000 frames a second to
 * five connections, takes back 6,000 connections a second, and has a row on its disk after 0.2 ms: as shares
 * of these they hold on any.
 */
export async function benchGateway(): Promise<readonly BenchRow[]> {
  await using opened = new AsyncDisposableStack()
  const servers = await startServers(opened)
  const ours = await loaded(servers.ours, opened)
  const floor = await loaded(servers.floor, opened)
  // Before anything else has grown its memory.
  const crowd = await measureCrowd(servers.ours, ours)
  const floorStorm = await storm(floor)
  const figures = { ours: emptyFigures(), floor: emptyFigures() }
  const inserts: number[] = []
  const began = performance.now()
  for (let round = 0; round <= ROUNDS; round += 1) {
    // One measured round is enough where the machine is too busy for more.
    if (round > 1 && performance.now() - began > LONG_MS) break
    // The first round only warms up.
    if (round === 1) Object.assign(figures, { ours: emptyFigures(), floor: emptyFigures() })
    await measure(figures.floor, floor, false)
    await measure(figures.ours, ours, true)
    inserts.push(...(await durableInserts(servers.databaseUrl)))
  }
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
    none('Frames that were lost there', sum(figures.ours.lost)),
    atMost('From POST to receipt at 1,000 a second, p50', mine.p50, 1, 'ms'),
    atMost('From POST to receipt at 1,000 a second, p99', mine.p99, 5, 'ms'),
    atMost(
      'The same p50, beside one insert of the database',
      mine.p50,
      quantile(inserts, 0.5),
      'ms',
      5,
    ),
    atMost(
      'The same p99, beside one insert of the database',
      mine.p99,
      quantile(inserts, 0.99),
      'ms',
      5,
    ),
    atMost('10,000 cut, all back and replayed', crowd.stormMs, 2500, 'ms'),
    atMost('The same, beside the floor without replay', crowd.stormMs, floorStorm, 'ms', 1.56),
    atMost(
      'CPU of the last of 10,000 to connect, beside the first',
      crowd.lastUs,
      crowd.firstUs,
      'µs',
      1.25,
    ),
    atMost('Memory of an idle connection', crowd.idleKb, 5, 'KB'),
    atMost('Memory of 10,000 of them', crowd.allKb / 1024, 50, 'MB'),
    atMost('Memory that a client adds that reads nothing', crowd.stalledKb / 1024, 5, 'MB'),
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
  // Before the storms below, of which the database has to write down a hundred megabytes afterwards.
  await sleep(SETTLE_MS)
  for (let window = 0; window < WINDOWS; window += 1) {
    const latencies = await load.steadily(somebody, { perSecond: 1000, seconds: WINDOW_SECONDS })
    figures.p50.push(quantile(latencies, 0.5))
    figures.p99.push(quantile(latencies, 0.99))
  }
  figures.single.push(await load.rate(somebody, { senders: 64, size: 1, seconds }))
  figures.frames.push(await frameRate(figures, load, { senders: 16, size: 1, seconds }))
  if (isOurs) {
    figures.batch.push(await load.rate(somebody, { senders: 4, size: 100, seconds }))
    figures.batchFrames.push(await frameRate(figures, load, { senders: 4, size: 100, seconds }))
  }
}

/** Frames a second that reach one person's five connections. */
async function frameRate(
  { lost }: Figures,
  load: Load,
  how: { senders: number; size: number; seconds: number },
): Promise<number> {
  // What was posted before is still on its way.
  await sleep(1000)
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

/** A rate that has to be at least `share` of the peer's. */
function atLeast(name: string, ours: number, peer: number, share: number, unit = '/s'): BenchRow {
  return { name, ours, peer, ratio: peer / ours, unit, limit: Number((1 / share).toFixed(2)) }
}

function none(name: string, ours: number): BenchRow {
  return { name, ours, peer: 0, ratio: ours, unit: '', limit: 0 }
}

function medians(figures: Figures): Readonly<Record<keyof Figures, number>> {
  const entries = Object.entries(figures).map(([name, values]) => [name, quantile(values, 0.5)])
  return Object.fromEntries(entries) as Record<keyof Figures, number>
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}
