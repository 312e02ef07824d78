import { dirname } from 'node:path'
import { ConfigError, NotFound, Unavailable } from '../errors.ts'
import { runJob } from '../jobs.ts'
import { checkMounts } from './check-mounts.ts'
import { openInstallation } from './installation.ts'
import { rootOf } from './root-of.ts'
import { runProgram, unlessAborted } from './run-program.ts'
import { serviceDeps } from './service-deps.ts'
import { publicUrlOf } from './stack-env.ts'

/**
 * One run of a job as a program, for schedules that are kept outside of this process (systemd's timers):
 * `node core/run/run-job-once.ts ID`. Ends with 1 when the run failed; how it ended is written down as when
 * the service runs it itself.
 */
if (import.meta.main) {
  await runProgram(async (log, signal) => {
    const rawEnv = process.env
    checkMounts(rawEnv)
    const [, , id] = process.argv
    const installation = await openInstallation(rootOf(dirname(import.meta.dirname)), rawEnv, log)
    const { env, instance, units, secrets, paths } = installation
    const service = units.services.find(({ manifest }) => manifest.id === id)
    if (!service) throw new NotFound('unknown_job', `there is no service ${id ?? ''}`)
    const { runOnce } = await service.load()
    if (!runOnce)
      throw new ConfigError([`services/${id}: it is no job: main.ts exports no runOnce`])
    const storage = await unlessAborted(signal, installation.openStorage('service'))
    try {
      const publicUrl = publicUrlOf(env, env.PORT)
      const around = { rawEnv, instance, paths, publicUrl, secrets, storage, log, services: [] }
      const deps = serviceDeps(service.manifest, around)
      const outcome = await runJob(deps, {
        name: service.id,
        run: (lost) => runOnce(deps, AbortSignal.any([lost, signal])),
      })
      if (outcome === 'failed') {
        throw new Unavailable('job_failed', `the job ${service.id} failed`, {
          remedy: 'The health page and this log say why.',
        })
      }
    } finally {
      await storage.close()
    }
  })
}
