import type { SourceConfig } from '#core/config/instance.ts'
import { NotFound } from '#core/errors.ts'

/** Refuses what instance.yaml does not have (any more): a run of it could only fail. */
export function refuseUnknownSource(sources: readonly SourceConfig[], source: string): void {
  const ids = sources.map(({ id }) => id)
  if (ids.includes(source)) return
  throw new NotFound('unknown_source', `There is no source ${source}`, {
    remedy: `instance.yaml has: ${ids.join(', ') || 'none'}`,
  })
}
