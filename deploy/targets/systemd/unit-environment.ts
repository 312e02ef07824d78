import { GIVEN_VARIABLES, JOBS_BY_TIMER } from '#core/run/service-deps.ts'
import { SERVICE_ADDRESSES } from '#core/run/service-address.ts'
import { isOurDaemon } from '#core/run/our-daemon.ts'
import type { Service } from '#core/service.ts'
import { databaseUrl } from '../../database-url.ts'
import { loopbackBeside, loopbackOf } from '../../loopback-of.ts'
import { SERVER } from '../../server-folders.ts'
import { unlessGiven } from '../../unless-given.ts'

/** What a unit is told before the operator's files, which may say otherwise. */
export function unitEnvironment(
  manifest: Service,
  services: readonly Service[],
): Readonly<Record<string, string>> {
  const { kind, port, isolated, volumes = [], env = {} } = manifest
  const folder = (path: string) => volumes.find((volume) => volume.path === path)?.name
  const [data, homes] = [folder('/data'), folder('/homes')]
  const common = {
    NODE_ENV: 'production',
    DATA_DIR: data === undefined ? '/tmp/data' : `${SERVER.state}/${data}`,
    ...(!isolated && { SECRETS_DIR: `${SERVER.state}/secrets` }),
  }
  if (kind === 'setup') return common
  const reached = isolated ? [manifest] : services.filter(isOurDaemon)
  const given = new Set(services.flatMap(({ enabledWhen }) => enabledWhen ?? []))
  const listening = {
    ...common,
    PORT: String(port ?? 8080),
    [SERVICE_ADDRESSES]: reached.flatMap(addressOf).join(' '),
  }
  if (isolated) return listening
  return {
    HOST: loopbackOf(manifest),
    ...listening,
    CONFIG_DIR: `${SERVER.config}/config`,
    ...(homes !== undefined && { HOMES_DIR: `${SERVER.state}/${homes}` }),
    ...unlessGiven({
      DATABASE_URL: databaseUrl(services, '127.0.0.1'),
      ...('TRUSTED_PROXIES' in env && { TRUSTED_PROXIES: '1' }),
    }),
    ...(kind === 'job' && { [JOBS_BY_TIMER]: 'yes' }),
    ...(given.size > 0 && { [GIVEN_VARIABLES]: [...given].join(' ') }),
  }
}

function addressOf(service: Service): readonly string[] {
  const { id, port, isolated } = service
  if (isolated) return [`${id}=unix:${SERVER.sockets}/${id}.sock`]
  if (port === undefined) return []
  return [`${id}=http://${loopbackOf(service)}:${port},http://${loopbackBeside(service)}:${port}`]
}
