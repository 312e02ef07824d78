import { dataName } from '#core/config/check-names.ts'
import type { SourceTable } from '#core/connector.ts'
import { Conflict, UpstreamError } from '#core/errors.ts'
import type { OpenSource } from './engine-context.ts'

/**
 * What a source offers now.
 * @throws {UpstreamError} `bad_table_name`: one such name, and analysts' machines take nothing of what is published.
 * @throws {Conflict} `duplicate_table`.
 */
export async function discoverTables({
  source,
  connector,
  context,
}: OpenSource): Promise<readonly SourceTable[]> {
  const tables = await connector.discover(context)
  const byName = new Map<string, SourceTable>()
  for (const table of tables) {
    if (!dataName.pattern.test(table.name)) throw badName(source.id, table)
    const other = byName.get(table.name)
    if (other) throw duplicate(source.id, other, table)
    byName.set(table.name, table)
  }
  return tables
}

function badName(source: string, { name, origin }: SourceTable): UpstreamError {
  return new UpstreamError(
    'bad_table_name',
    `${source} offers ${origin} as the table ${JSON.stringify(name)}: a name ${dataName.rule}`,
    { remedy: `Give it a name under sources.${source}.tables, with its origin.` },
  )
}

function duplicate(source: string, one: SourceTable, other: SourceTable): Conflict {
  return new Conflict(
    'duplicate_table',
    `${source} offers the table ${one.name} twice: ${one.origin} and ${other.origin}`,
    { remedy: `Name both under sources.${source}.tables, each with its origin.` },
  )
}
