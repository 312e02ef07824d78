import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { runWorker } from '../../services/data-sync/worker/run-worker.ts'
import { atMost, quantile, type BenchRow } from './bench-row.ts'
import { orderTypes, writeOrders } from './orders.ts'

interface Figures {
  readonly ms: number
  readonly peak: number
}

/**
 * CSV to Parquet, ours against one bare DuckDB COPY with the same explicit types: three times in turns,
 * each in a process of its own from its start to its end, medians. Ours also checks every value, counts
 * the records a second time, and syncs and hashes the file. Needs Linux (VmHWM).
 */
export async function benchConversion(given?: string): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-conversion-'))
  try {
    const csv = given ?? join(folder, 'orders.csv')
    if (!existsSync(csv)) await writeOrders(csv, 5_000_000)
    const [ours, peer]: [Figures[], Figures[]] = [[], []]
    for (let round = 0; round < 3; round += 1) {
      peer.push(await bareCopy(csv, folder))
      ours.push(await ourConversion(csv, folder))
    }
    return [
      row('CSV to Parquet, wall', ours, peer, 'ms', 1.15, ({ ms }) => ms),
      row('CSV to Parquet, peak memory', ours, peer, 'MB', 1.1, ({ peak }) => peak / 2 ** 20),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function bareCopy(csv: string, folder: string): Promise<Figures> {
  const script = fileURLToPath(new URL('./bare-copy.mjs', import.meta.url))
  const columns = Object.entries(orderTypes).map(([name, type]) => `${name}: '${type}'`)
  const started = performance.now()
  const { stdout } = await promisify(execFile)(process.execPath, [
    script,
    csv,
    join(folder, 'bare.parquet'),
    join(folder, 'bare-temp'),
    `{${columns.join(', ')}}`,
  ])
  return { ms: performance.now() - started, peak: Number(stdout) }
}

async function ourConversion(csv: string, folder: string): Promise<Figures> {
  const output = join(folder, 'ours')
  await mkdir(output)
  let [peak, pid] = [0, 0]
  let started = performance.now()
  const watch = setInterval(() => (peak = Math.max(peak, peakOf(pid))), 20)
  try {
    await runWorker(
      {
        kind: 'convert',
        table: 'bench/orders',
        slices: [
          {
            path: csv,
            format: 'csv',
            header: true,
            dialect: { delimiter: ',', quote: '"', escape: '"', encoding: 'utf-8' },
            bytes: (await stat(csv)).size,
          },
        ],
        declared: {},
        source: Object.entries(orderTypes).map(([name, type]) => ({ name, type })),
        primaryKey: ['order_id'],
        maxRejected: 0,
        output,
        limits: { memory: '256MB', threads: 2, timeoutMs: 600_000 },
      },
      {
        signal: new AbortController().signal,
        onStart: (worker) => {
          pid = worker
          started = performance.now()
        },
      },
    )
  } finally {
    clearInterval(watch)
    await rm(output, { recursive: true, force: true })
  }
  return { ms: performance.now() - started, peak }
}

/** The largest memory that a process ever had, or 0 when it is gone (proc(5), VmHWM). */
function peakOf(pid: number): number {
  const status = `/proc/${pid}/status`
  if (pid === 0 || !existsSync(status)) return 0
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) * 1024
}

function row(
  name: string,
  ours: readonly Figures[],
  peer: readonly Figures[],
  unit: string,
  limit: number,
  figure: (figures: Figures) => number,
): BenchRow {
  const median = (of: readonly Figures[]) => Math.round(quantile(of.map(figure), 0.5))
  return atMost(name, median(ours), median(peer), unit, limit)
}

if (import.meta.main) {
  const [csv] = process.argv.slice(2)
  console.table(await benchConversion(csv))
}
