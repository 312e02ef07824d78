import type { RawEnv } from '../env.ts'
import { ConfigError } from '../errors.ts'
import type { Service } from '../service.ts'
import { isolatedSocket } from './isolated-socket.ts'

/**
 * Names where services answer that are not reached by their id, as `bot=http://127.77.0.1:9000`, separated
 * by blanks; a second address, after a comma, is asked where nobody answers at the first. The generator sets it where services share the server's own network.
 */
export const SERVICE_ADDRESSES = 'SERVICE_ADDRESSES'

/**
 * The domain in which the containers' network knows the services. A name without one is asked of the servers outside
 * too when no container has it, which takes as long as these take to answer.
 */
export const SERVICE_DOMAIN = 'SERVICE_DOMAIN'

/** Where a service answers HTTP: what was given for it, else the name that the containers' network gives it. */
export function serviceAddress(manifest: Service, rawEnv: RawEnv): string {
  const start = `${manifest.id}=`
  const given = rawEnv[SERVICE_ADDRESSES]?.split(/\s+/).find((entry) => entry.startsWith(start))
  if (given !== undefined) return given.slice(start.length)
  const { id, port, isolated } = manifest
  if (isolated === true) return `unix:${isolatedSocket(id)}`
  const domain = rawEnv[SERVICE_DOMAIN] ? `.${rawEnv[SERVICE_DOMAIN]}` : ''
  return `http://${id}${domain}:${port},http://${id}-next${domain}:${port}`
}

/** The socket that an isolated service listens on; throws a ConfigError when it was given another address. */
export function isolatedSocketOf(manifest: Service, rawEnv: RawEnv): string {
  const address = serviceAddress({ ...manifest, isolated: true }, rawEnv)
  if (address.startsWith('unix:/')) return address.slice('unix:'.length)
  throw new ConfigError([
    `${SERVICE_ADDRESSES} gives ${address} for ${manifest.id}, which has no network: unix:/path is needed`,
  ])
}
