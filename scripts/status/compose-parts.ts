import { z } from 'zod'
import type { CommandContext } from '#core/command.ts'
import { AppError } from '#core/errors.ts'
import type { Service } from '#core/service.ts'
import { composeProject } from '../compose/compose-project.ts'
import { versionIn } from '../compose/version-in.ts'
import { serverCommands } from '../server/server-commands.ts'
import type { RunningParts } from './running-parts.ts'

/** A container of the project, as Compose tells of it. */
export interface ContainerState {
  readonly service: string
  /** `running`, `exited`, … or `missing`. */
  readonly state: string
  /** `healthy`, `unhealthy` or `starting`; empty where nobody asks it. */
  readonly health: string
  /** Since when, in Compose's words. */
  readonly status: string
  /** Whether this is how it should be. */
  readonly well: boolean
}

// Fields of `docker compose ps --format json`, a line for each container.
const listed = z
  .object({
    Service: z.string(),
    State: z.string(),
    Health: z.string().default(''),
    ExitCode: z.number().default(0),
    Status: z.string().default(''),
  })
  .transform(({ Service: service, State: state, Health: health, ExitCode: code, Status }) => ({
    ...{ service, state, health, code, status: Status },
  }))

/** The containers of the Compose project of this checkout. */
export async function composeParts({
  root,
  installation,
  signal,
}: Pick<CommandContext, 'root' | 'installation' | 'signal'>): Promise<RunningParts> {
  const project = composeProject(serverCommands({ signal, cwd: root }))
  const manifests = new Map<string, Service>(
    installation.units.services.map(({ manifest }) => [manifest.id, manifest]),
  )
  const configured = await project.configured()
  const found = (await project.compose('ps', '--all', '--format', 'json'))
    .split('\n')
    .filter(Boolean)
    .map((line) => listed.parse(JSON.parse(line)))
  const containers = configured.flatMap(({ service }): readonly ContainerState[] => {
    const own = found.filter((one) => one.service === service)
    if (own.length === 0)
      return [{ service, state: 'missing', health: '', status: '', well: false }]
    return own.map(({ state, health, code, status }) => {
      const isDone = manifests.get(service)?.kind === 'setup' && state === 'exited' && code === 0
      const isUp = state === 'running' && ['', 'healthy'].includes(health)
      return { service, state, health, status, well: isDone || isUp }
    })
  })
  const runs = (service?: string) =>
    containers.some((one) => one.service === service && one.state === 'running')
  const version = versionIn(await project.running(), manifests)
  const idOf = (role: Service['role']) =>
    [...manifests.values()].find((one) => one.role === role)?.id
  const portal = configured.find(({ service }) => service === idOf('portal'))
  return {
    document: { target: 'compose', version: version ?? null, containers },
    heading:
      version === undefined ? 'No portal of this project runs' : `Version ${version} as compose`,
    head: ['container', 'state', 'health', 'since'],
    rows: containers.map(({ service, state, health, status }) => [service, state, health, status]),
    version,
    unasked: whyUnasked(),
    whyNot: ({ id }) => (runs(id) ? undefined : 'its container does not run'),
    refuseUnwell() {
      const bad = containers.filter(({ well }) => !well).map(({ service }) => service)
      if (bad.length === 0) return
      throw new AppError(503, 'containers_unwell', `not well: ${bad.join(', ')}`, {
        remedy: `docker compose logs --tail 50 ${bad[0]}`,
      })
    },
  }

  /** Compose would build an image that is not here. */
  function whyUnasked(): string | undefined {
    const own = installation.env.DATABASE_URL === undefined
    if (own && !runs(idOf('database'))) return 'the database does not run'
    if (version === undefined && portal?.imageId === undefined)
      return `the image ${portal?.image} is not here`
    return undefined
  }
}
