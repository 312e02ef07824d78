import { AppError, ConfigError } from '../errors.ts'
import { runJob } from '../jobs.ts'
import type { Logger } from '../log.ts'
import type { ServiceModule } from '../service.ts'
import { checkMounts } from './check-mounts.ts'
import { openInstallation } from './installation.ts'
import { rootOf } from './root-of.ts'
import { runWithFlags } from './run-with-flags.ts'
import { unlessAborted } from './run-program.ts'
import { runningServices } from './running-services.ts'
import { serviceDeps, whyOff } from './service-deps.ts'
import { publicUrlOf } from './stack-env.ts'

/** The argument by which a timer's unit asks for one run; `--once` is for people, who see what it does. */
export const SCHEDULED = '--scheduled'

/**
 * One run of the job of the folder `dir`, as a timer starts it: written down like any other run, and not at
 * all while another process is at it. Throws when the run failed; a job that is off is left alone.
 */
export async function runJobNow(
  dir: string,
  module: ServiceModule,
  log: Logger,
  signal: AbortSignal,
  started: AsyncDisposableStack,
): Promise<void> {
  const rawEnv = process.env
  checkMounts(rawEnv)
  const installation = await openInstallation(rootOf(dir), rawEnv, log)
  const { env, instance, units, secrets, paths } = installation
  const manifest = units.services.find((service) => service.dir === dir)?.manifest
  const { runOnce } = module
  if (manifest?.kind !== 'job' || !runOnce)
    throw new ConfigError([`${dir} is not a job: ${SCHEDULED}`])
  runWithFlags(manifest.nodeFlags ?? [])
  const reason = whyOff(manifest, instance, rawEnv)
  if (reason !== undefined) return log.warn({ service: manifest.id, reason }, 'this job is off')

  const storage = await unlessAborted(signal, installation.openStorage('service'))
  started.defer(() => storage.close())
  const publicUrl = publicUrlOf(env, env.PORT)
  const services = runningServices(installation)
  const deps = serviceDeps(manifest, {
    ...{ rawEnv, instance, paths, publicUrl, secrets, storage, log, services },
  })
  const outcome = await runJob(deps, {
    name: manifest.id,
    run: (lost) => runOnce(deps, AbortSignal.any([lost, signal])),
  })
  if (outcome !== 'failed') return
  throw new AppError(500, 'job_failed', `the job ${manifest.id} failed: see the line above`)
}
