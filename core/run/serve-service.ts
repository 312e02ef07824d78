import { readEnv, type RawEnv } from '../env.ts'
import { ConfigError } from '../errors.ts'
import { listen } from '../http/server.ts'
import type { Logger } from '../log.ts'
import type { ServiceModule } from '../service.ts'
import { checkMounts } from './check-mounts.ts'
import { firstAdministratorLink } from './first-administrator.ts'
import { noUpgrade } from './gate.ts'
import { openInstallation } from './installation.ts'
import { offFront } from './off-front.ts'
import { runJobNow, SCHEDULED } from './run-job-now.ts'
import { rootOf } from './root-of.ts'
import { runWithFlags } from './run-with-flags.ts'
import { runProgram, unlessAborted, untilAborted } from './run-program.ts'
import { JOBS_BY_TIMER, serviceDeps, whyOff } from './service-deps.ts'
import { publicUrlOf } from './stack-env.ts'
import { runningServices } from './running-services.ts'
import { startJob } from './start-job.ts'
import { stopListening } from './stop-listening.ts'

/**
 * What `main.ts` does as a program: serves the service of the folder `dir` alone in this process, until
 * it is told to stop; with --scheduled it runs a job once instead, as a timer does. It waits for the database as long as it takes.
 */
export function serveService(
  dir: string,
  module: ServiceModule,
  alone: AloneAddress = {},
): Promise<never> {
  return runProgram(async (log, signal) => {
    await using started = new AsyncDisposableStack()
    if (process.argv.includes(SCHEDULED)) return await runJobNow(dir, module, log, signal, started)
    await serve(dir, module, { log, signal, rawEnv: withAddress(process.env, alone) }, started)
  })
}

/** Where a service listens that is run without the stack: the variables that say so, and the usual port. */
export interface AloneAddress {
  readonly host?: string
  readonly port?: string
  readonly usualPort?: number
}

function withAddress(env: RawEnv, { host, port, usualPort }: AloneAddress): RawEnv {
  const HOST = host && env[host]
  // Read here already, so that what is wrong with it is said of the variable that was set.
  const PORT =
    port && readEnv({ [port]: { kind: 'port', description: 'Where it listens' } }, env)[port]
  return {
    ...(usualPort !== undefined && { PORT: String(usualPort) }),
    ...env,
    ...(HOST && { HOST }),
    ...(PORT !== undefined && PORT !== '' && { PORT: String(PORT) }),
  }
}

async function serve(
  dir: string,
  module: ServiceModule,
  process: { readonly log: Logger; readonly signal: AbortSignal; readonly rawEnv: RawEnv },
  started: AsyncDisposableStack,
): Promise<void> {
  const { log, signal, rawEnv } = process
  checkMounts(rawEnv)
  const installation = await openInstallation(rootOf(dir), rawEnv, log)
  const { env, instance, units, secrets, paths } = installation
  const manifest = units.services.find((service) => service.dir === dir)?.manifest
  if (!manifest) throw new ConfigError([`${dir} is not a service of this installation`])

  runWithFlags(manifest.nodeFlags ?? [])

  const { HOST: host, PORT: port } = env
  const reason = whyOff(manifest, instance, rawEnv)
  if (reason !== undefined) {
    log.warn({ service: manifest.id, reason }, 'this service is off: nothing is started')
    const off = offFront(manifest, reason)
    const server = await listen(off.handler, { host, port, upgrade: off.upgrade })
    started.defer(() => server.close())
    return untilAborted(signal)
  }
  const storage = await unlessAborted(signal, installation.openStorage('service'))
  started.defer(() => storage.close())
  const publicUrl = publicUrlOf(env, port)
  const services = runningServices(installation)
  const around = { rawEnv, instance, paths, publicUrl, secrets, storage, log, services }
  const deps = serviceDeps(manifest, around)
  const app = await module.createApp(deps)
  started.defer(() => app.close())
  await app.start?.()
  // Not before it can answer: who finds nobody here asks the version beside it, or waits at the edge.
  const upgrade = app.upgrade ?? noUpgrade
  const server = await listen(app.handler, { host, port, upgrade })
  started.defer(() => stopListening(server, app))
  if (manifest.kind === 'job' && !rawEnv[JOBS_BY_TIMER]) started.defer(startJob(deps, module))
  log.info({ service: manifest.id, at: server.url }, 'serving')
  if (manifest.role === 'portal') {
    const link = await firstAdministratorLink(storage.db, publicUrl)
    if (link)
      console.log(`\n  Become the first administrator, once, within a day:\n  ${link.href}\n`)
  }
  await untilAborted(signal)
}
