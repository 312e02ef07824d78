import { schedule } from 'node-cron'
import { cronAlternatives } from '../cron-alternatives.ts'
import { ConfigError } from '../errors.ts'
import { runJob } from '../jobs.ts'
import type { ServiceDeps, ServiceModule } from '../service.ts'

/**
 * Runs a service of kind `job` by its manifest's schedule (UTC), one at a time over all processes.
 * Returns what ends it; a run that is going on is asked to stop by its signal.
 */
export function startJob(deps: ServiceDeps, module: ServiceModule): () => Promise<void> {
  const { manifest } = deps
  const { runOnce } = module
  if (!runOnce || manifest.schedule === undefined) {
    throw new ConfigError([
      `services/${manifest.id}: a job needs a schedule in its manifest and runOnce in main.ts`,
    ])
  }
  const stop = new AbortController()
  let current: Promise<void> = Promise.resolve()
  const runNow = () => {
    const run = runJob(deps, {
      name: manifest.id,
      run: (signal) => runOnce(deps, AbortSignal.any([signal, stop.signal])),
    }).catch((error: unknown) => deps.log.error({ err: error }, 'the job could not be run'))
    // One that finds the job busy must not hide from the end the one that is at it. What they came to is let go:
    // a chain of it would grow with every run.
    current = Promise.all([current, run]).then(() => undefined)
  }
  const tasks = cronAlternatives(manifest.schedule).map((one) =>
    schedule(one, runNow, { timezone: 'Etc/UTC' }),
  )
  return async () => {
    stop.abort(new Error('the server is stopping'))
    for (const task of tasks) await task.destroy()
    await current
  }
}
