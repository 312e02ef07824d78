import { ConfigError } from '#core/errors.ts'
import type { Service } from '#core/service.ts'

/** What an engine runs to see whether a part is well; ours are asked by a Node script, which needs no shell. */
export function healthCommand({ id, container }: Service): readonly string[] {
  const command = container ? container.health : ['node', 'core/run/check-health.cjs']
  if (command) return command
  throw new ConfigError([`services/${id}: container.health is missing`])
}
