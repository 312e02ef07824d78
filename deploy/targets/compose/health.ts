import { ConfigError } from '#core/errors.ts'
import type { Service } from '#core/service.ts'
import { literal } from './literal.ts'

/** How the engine asks a part whether it is well; ours are asked by a Node script, which needs no shell. */
export function composeHealth({ id, container }: Service): object {
  const command = container ? container.health : ['node', 'core/run/check-health.cjs']
  if (!command) throw new ConfigError([`services/${id}: container.health is missing`])
  return {
    test: ['CMD', ...command.map(literal)],
    interval: '5s',
    timeout: '5s',
    retries: 3,
    start_period: '90s',
  }
}
