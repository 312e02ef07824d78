import { ConfigError } from '#core/errors.ts'
import type { Service } from '#core/service.ts'

/** What a part may take where its manifest says nothing. */
const DEFAULTS = { memory: '256m', pids: 128 } as const

/** A part's limits as systemd writes them: `256M`. Throws a ConfigError for a size it does not know. */
export function limitsOf({ id, limits }: Service) {
  const { memory = DEFAULTS.memory, pids = DEFAULTS.pids, cpus } = limits ?? {}
  const [, size, unit] = /^(\d+)([kmg])b?$/i.exec(memory) ?? []
  if (size === undefined || unit === undefined) {
    throw new ConfigError([`services/${id}: limits.memory ${memory} must be like 256m or 2g`])
  }
  return { memory: `${size}${unit.toUpperCase()}`, pids, cpus }
}
