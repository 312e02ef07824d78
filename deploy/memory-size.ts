import { ConfigError } from '#core/errors.ts'
import type { Service } from '#core/service.ts'

/** What a part may take where its manifest says nothing. */
const DEFAULTS = { memory: '256m', pids: 128 } as const

const BYTES = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 } as const

/** An engine takes no less, and none for no limit at all. */
const LEAST = 6 * BYTES.m

/** A part's limits as systemd writes them: `256M`. Throws a ConfigError for a size it does not know. */
export function limitsOf({ id, limits }: Service) {
  const { memory = DEFAULTS.memory, pids = DEFAULTS.pids, cpus } = limits ?? {}
  const [, size, unit] = /^(\d+)([kmg])b?$/i.exec(memory) ?? []
  if (size === undefined || unit === undefined) {
    throw new ConfigError([`services/${id}: limits.memory ${memory} must be like 256m or 2g`])
  }
  if (Number(size) * BYTES[unit.toLowerCase() as keyof typeof BYTES] < LEAST) {
    throw new ConfigError([`services/${id}: limits.memory ${memory} must be 6m or more`])
  }
  return { memory: `${size}${unit.toUpperCase()}`, pids, cpus }
}
