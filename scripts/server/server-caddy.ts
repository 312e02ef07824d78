import { existsSync } from 'node:fs'
import { SERVER } from '../../deploy/server-folders.ts'
import { reloadCaddy } from './reload-caddy.ts'
import { startUnit } from './start-unit.ts'
import type { TargetInput } from './server-target.ts'
import type { Step } from './step.ts'

/** Where Debian's Caddy reads its configuration. */
export const CADDYFILE = '/etc/caddy/Caddyfile'

/** What is changed of Debian's unit of Caddy, by its file's name. */
export const CADDY_DROP_IN = 'ai-data-analyst.conf'

const UNIT = 'caddy.service'

/**
 * The server's own Caddy with the generated routes. It reads them anew without ending a connection; only where
 * it ran with another configuration before, or its unit changes, is it started anew.
 */
export async function caddySteps(
  { commands }: TargetInput,
  changed: ReadonlySet<string>,
): Promise<readonly Step[]> {
  const runs = await says('is-active')
  const steps: Step[] = []
  if (!runs || changed.has('Caddyfile') || changed.has(CADDY_DROP_IN)) {
    const reload = runs && !changed.has(CADDY_DROP_IN) && existsSync(SERVER.caddyAdmin)
    steps.push({
      does: reload ? 'reload' : 'restart',
      what: UNIT,
      apply: () => (reload ? reloadCaddy(commands, UNIT) : startUnit(commands, UNIT, ['restart'])),
    })
  }
  if (!(await says('is-enabled'))) {
    steps.push({
      does: 'enable',
      what: UNIT,
      apply: async () => void (await commands.systemctl('enable', UNIT)),
    })
  }
  return steps

  async function says(question: string): Promise<boolean> {
    return (await commands.ask('systemctl', [question, '--quiet', UNIT])).code === 0
  }
}
