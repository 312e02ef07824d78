import type { SourceConfig } from '#core/config/instance.ts'
import type { Health } from '#core/service.ts'
import type { EngineContext } from './engine-context.ts'
import type { Engine } from './engine.ts'
import { isDeclared } from './is-declared.ts'
import type { Catalogue } from './runs.ts'

/** Tables and sources of instance.yaml whose last finished run failed, by name. */
async function failingTables(
  catalogue: Catalogue,
  sources: readonly SourceConfig[],
): Promise<readonly string[]> {
  const rows = await catalogue
    .selectFrom('run')
    .distinctOn(['source', 'table_id'])
    .select(['source', 'table_id', 'status'])
    .where('status', 'in', ['published', 'unchanged', 'discovered', 'failed'])
    .orderBy('source')
    .orderBy('table_id')
    .orderBy('id', 'desc')
    .execute()
  return rows
    .filter(({ status }) => status === 'failed')
    .filter(({ source, table_id }) =>
      isDeclared(sources, { dataset: source, name: table_id?.slice(source.length + 1) }),
    )
    .map(({ source, table_id }) => table_id ?? source)
}

/** The service is degraded while a table's last run failed; the last useful work is a run that ended well. */
export async function engineHealth(
  { catalogue, sources }: Pick<EngineContext, 'catalogue' | 'sources'>,
  engine: Engine | undefined,
): Promise<Health> {
  const failing = await failingTables(catalogue, sources)
  const last = await catalogue
    .selectFrom('run')
    .select((builder) => builder.fn.max('finished_at').as('at'))
    .where('status', 'in', ['published', 'unchanged'])
    .executeTakeFirst()
  const detail = [
    ...(engine?.active() ? [] : ['waits for the engine of another process']),
    ...(failing.length > 0 ? [`failed last time: ${failing.join(', ')}`] : []),
  ].join('; ')
  return {
    status: failing.length > 0 ? 'degraded' : 'ok',
    ...(detail !== '' && { detail }),
    ...(last?.at && { lastWork: last.at.toISOString() }),
  }
}
