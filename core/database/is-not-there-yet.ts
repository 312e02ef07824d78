import { messageOf } from '../errors.ts'

/** Of the network and of names; those that say it to a container whose neighbour is only being made are among them. */
const OF_THE_WAY = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ENOENT'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ETIMEDOUT'],
  ...['ENOTFOUND', 'EAI_AGAIN'],
])

/** PostgreSQL's cannot_connect_now: it starts, recovers, or ends (its manual, appendix A). */
const CANNOT_CONNECT_NOW = '57P03'

/**
 * Whether a database that could not be reached may come, as opposed to one that refuses us: what the system says of
 * the way to it, what a server says that starts, and what `pg` says of a connection on which nothing was said or that
 * was ended, as a proxy does whose server is not there.
 */
export function isNotThereYet(error: unknown): boolean {
  const { code = '' } = error as { code?: string }
  return (
    OF_THE_WAY.has(code) ||
    code === CANNOT_CONNECT_NOW ||
    messageOf(error).startsWith('Connection terminated')
  )
}
