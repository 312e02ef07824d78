import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerCommands } from './server-commands.ts'
import { startUnit } from './start-unit.ts'

/** How long a request pauses between two tries unless a Caddyfile says otherwise (`lb_try_interval`). */
const TRY_INTERVAL_MS = 250

/**
 * Has Caddy read its routes anew without failing a request. One that pauses between two tries at that moment gets 502
 * (Caddy 2.6 and later: the pause ends with the configuration that it began under). Who calls this has just restarted
 * what requests were tried on, and all of it answers: so those that pause are let go on first.
 */
export async function reloadCaddy(
  commands: Pick<ServerCommands, 'ask' | 'scope'>,
  unit: string,
): Promise<void> {
  await sleep(2 * TRY_INTERVAL_MS)
  await startUnit(commands, unit, ['reload'])
}
