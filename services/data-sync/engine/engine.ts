import { rm } from 'node:fs/promises'
import { makeFolder } from '#core/files/make-folder.ts'
import type { Lease, Leases } from '#core/database/leases.ts'
import { createBell, pause, type Bell } from './bell.ts'
import { collectGarbage, type Retention } from './collect-garbage.ts'
import type { EngineContext } from './engine-context.ts'
import { performRun } from './perform-run.ts'
import { withdrawUndeclared } from './refresh-source.ts'
import { claimRun, recoverRuns, requestRun, RUN_CHANNEL } from './runs.ts'
import { scheduleOf, startSchedule } from './schedule.ts'

export interface EngineOptions {
  /** How many tables are worked on at the same time. */
  readonly parallel: number
  readonly retention: Retention
  /** How often a waiting engine asks for the lease, and a running one for forgotten work. */
  readonly pollMs: number
  /** Whether every source is looked at once when the work begins. */
  readonly checkAllAtStart: boolean
}

export interface Engine {
  /** Whether this process does the work; else another one does, and this one waits. */
  active(): boolean
  /** Stops taking work, ends what runs (it is queued again at the next start), gives the lease back. */
  close(): Promise<void>
}

const LEASE = 'data-sync/engine'
const DAY_MS = 86_400_000
const TRY_AGAIN_MS = 60_000

/**
 * Works on the queue of runs, as the only one of the instance: it holds a lease, and a second engine
 * waits until the lease is free. What a dead engine left running is marked and queued again.
 */
export function startEngine(engine: EngineContext, leases: Leases, options: EngineOptions): Engine {
  const stop = new AbortController()
  let active = false
  const done = keepWorking()
  return {
    active: () => active,
    async close() {
      stop.abort(new Error('the server is stopping'))
      await done
    },
  }

  async function keepWorking(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        const lease = await leases.acquire(LEASE)
        if (lease) await workUnder(lease)
      } catch (error) {
        engine.log.error({ err: error }, 'the engine stopped; it begins again')
      }
      await pause(options.pollMs, stop.signal)
    }
  }

  async function workUnder(lease: Lease): Promise<void> {
    active = true
    try {
      await work(engine, options, AbortSignal.any([stop.signal, lease.signal]))
    } finally {
      active = false
      await lease.release()
    }
  }
}

async function work(
  engine: EngineContext,
  options: EngineOptions,
  signal: AbortSignal,
): Promise<void> {
  await prepare(engine, options)
  const failed = new AbortController()
  const round = AbortSignal.any([signal, failed.signal])
  const bell = createBell()
  const stopListening = await engine.events.listen(RUN_CHANNEL, bell.ring)
  const stopSchedule = startSchedule(
    scheduleOf(engine.sources),
    (request) => requestRun(engine.catalogue, engine.events, request),
    (error) => engine.log.error({ err: error }, 'a scheduled run could not be queued'),
  )
  const workers = Array.from({ length: options.parallel }, () =>
    takeRuns(engine, bell, options.pollMs, round),
  )
  const tidying = tidyDaily(engine, options.retention, round)
  try {
    await Promise.all([...workers, tidying])
  } finally {
    failed.abort(new Error('another part of the engine failed'))
    await stopSchedule()
    await stopListening()
    await Promise.allSettled([...workers, tidying])
  }
}

/** Mends what a crash left, and looks at every source once: unchanged tables cost next to nothing. */
async function prepare(engine: EngineContext, options: EngineOptions): Promise<void> {
  await rm(engine.stagingDir, { recursive: true, force: true })
  await makeFolder(engine.stagingDir)
  const interrupted = await recoverRuns(engine.catalogue, engine.events)
  if (interrupted > 0) engine.log.warn({ runs: interrupted }, 'interrupted runs are queued again')
  await withdrawUndeclared(engine)
  if (!options.checkAllAtStart) return
  for (const { id } of engine.sources) {
    await requestRun(engine.catalogue, engine.events, { source: id, trigger: 'start' })
  }
}

async function takeRuns(
  engine: EngineContext,
  bell: Bell,
  pollMs: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const rung = bell.next()
    const run = await claimRun(engine.catalogue)
    if (run) await performRun(engine, run, signal)
    else await Promise.race([rung, pause(pollMs, signal)])
  }
}

async function tidyDaily(
  engine: EngineContext,
  retention: Retention,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    let complete = true
    try {
      const collected = await collectGarbage(engine, retention)
      complete = collected.complete
      engine.log.info(collected, 'garbage collected')
    } catch (error) {
      engine.log.error({ err: error }, 'garbage collection failed; it is tried again tomorrow')
    }
    // A backup of every night at the same hour must not keep it from ever being done.
    await pause(complete ? DAY_MS : TRY_AGAIN_MS, signal)
  }
}
