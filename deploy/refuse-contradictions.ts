import { ConfigError, messageOf } from '#core/errors.ts'
import { SOCKETS_DIR } from '#core/run/isolated-socket.ts'
import type { Service } from '#core/service.ts'
import { onCalendar } from './calendar/on-calendar.ts'
import { sharedSecrets } from './secrets-of.ts'
import type { StackModel } from './stack-model.ts'
import { CONFIG_DIR, SECRETS_DIR } from './stores-of.ts'
import { sharedUsers } from './user-of.ts'

type Problem = false | undefined | readonly [field: string, reason: string]

/**
 * Refuses, all at once and each with its manifest and field, what no way of running could do: it would be left out of
 * the files without a word, or make some that an engine does not take.
 */
export function refuseContradictions({
  services,
  stackEnv,
}: Pick<StackModel, 'services' | 'stackEnv'>): void {
  const problems = [
    ...services.flatMap((service) =>
      [
        ...scheduleOf(service),
        ...ofKind(service),
        ...ofIsolated(service, services),
        ...ofContainer(service),
        ...ofRole(service),
        ...ofVolumes(service),
        ...Object.keys(service.env ?? {}).map(
          (name): Problem => name in stackEnv && [`env.${name}`, 'the stack itself sets it'],
        ),
      ]
        .filter((problem) => problem !== undefined && problem !== false)
        .map(([field, reason]) => `services/${service.id}: ${field}: ${reason}`),
    ),
    ...sharedUsers(services),
    ...sharedSecrets(services),
    ...shared(services, 'role', ({ role }) => (role === undefined ? [] : [role])),
    ...shared(services, 'routes', ({ routes = [] }) => routes.map(({ path }) => path)),
    ...shared(services, 'container.publish', ({ container }) =>
      (container?.publish ?? []).map(({ variable }) => variable),
    ),
  ]
  if (problems.length > 0) throw new ConfigError(problems)
}

function scheduleOf({ kind, schedule }: Service): readonly Problem[] {
  if (kind !== 'job')
    return [schedule !== undefined && ['schedule', 'only a job has one, and this is none']]
  if (schedule === undefined) return [['schedule', 'a job needs one']]
  try {
    onCalendar(schedule)
    return []
  } catch (error) {
    return [['schedule', messageOf(error).replace(/^schedule /, '')]]
  }
}

function ofKind(service: Service): readonly Problem[] {
  const { kind, port, routes = [], portal, container, nodeFlags } = service
  const answers = routes.length > 0 || portal !== undefined
  return [
    kind === 'setup' && answers && ['kind', 'a setup ends, and answers nobody'],
    kind === 'setup' && nodeFlags && ['nodeFlags', 'a setup runs without'],
    kind === 'setup' && container?.publish && ['container.publish', 'a setup has no network'],
    kind !== 'setup' && answers && port === undefined && ['port', 'who answers requests needs one'],
  ]
}

/** It has a socket, which those have who need it, and nothing else. */
function ofIsolated(service: Service, services: readonly Service[]): readonly Problem[] {
  if (service.isolated !== true) return []
  const { kind, container, secrets, units, portal, needs = [], routes = [] } = service
  const far = needs.find((id) => services.some((one) => one.id === id && one.isolated !== true))
  const outside = routes.find(({ auth }) => auth !== 'session')
  return [
    kind !== 'daemon' && ['isolated', 'only a daemon is'],
    container && ['isolated', 'only code of ours listens on its socket'],
    secrets && ['secrets', 'an isolated service gets none'],
    units && ['units', 'an isolated service loads none'],
    portal && ['portal', 'nobody but who needs it reaches an isolated service'],
    outside && [`routes ${outside.path}`, 'nobody from outside reaches an isolated service'],
    far !== undefined && [`needs ${far}`, 'an isolated service reaches nothing with a network'],
  ]
}

function ofContainer({ kind, container, nodeFlags, units, health }: Service): readonly Problem[] {
  if (!container) return []
  return [
    kind === 'job' && ['kind', 'only code of ours is run by a schedule'],
    nodeFlags && ['nodeFlags', 'a part that is not ours has its flags in container.command'],
    units && ['units', 'only code of ours loads them'],
    health !== undefined && ['health', 'a part that is not ours is asked by container.health'],
  ]
}

function ofRole({ role, port, container }: Service): readonly Problem[] {
  if (role !== 'database') return []
  const { POSTGRES_USER: user, POSTGRES_DB: name } = container?.env ?? {}
  return [
    port === undefined && ['port', 'a database needs one'],
    (!user || !name) && ['container.env', 'a database names POSTGRES_USER and POSTGRES_DB'],
  ]
}

const OWN_STORES = new Set(['secrets', 'sockets'])

function ofVolumes({ volumes = [], container }: Service): readonly Problem[] {
  const taken = new Set([CONFIG_DIR, SECRETS_DIR, SOCKETS_DIR, ...(container?.scratch ?? ['/tmp'])])
  return volumes.flatMap(({ name, path }): readonly Problem[] => {
    const twice = taken.has(path)
    taken.add(path)
    return [
      twice && [`volumes ${name}`, `${path} has another use`],
      OWN_STORES.has(name) && [`volumes ${name}`, 'the stack itself keeps one of that name'],
    ]
  })
}

/** What two services would both have and only one can. */
function shared(
  services: readonly Service[],
  field: string,
  valuesOf: (service: Service) => readonly string[],
): readonly string[] {
  const owners = new Map<string, string>()
  return services.flatMap((service) =>
    valuesOf(service).flatMap((value) => {
      const other = owners.get(value)
      owners.set(value, service.id)
      return other === undefined
        ? []
        : [`services/${service.id}: ${field}: ${value} is that of ${other}`]
    }),
  )
}
