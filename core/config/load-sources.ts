import type { z } from 'zod'
import { nearestName } from '../nearest-name.ts'
import { checkSection } from './check-section.ts'
import { sourceSection, tableSection } from './instance-schema.ts'
import type { SourceConfig, TableConfig } from './instance.ts'
import type { Problem } from './interpolate.ts'

/** What a connector accepts: for a source, and for each of its tables. */
export interface ConnectorSchemas {
  readonly config: z.ZodType
  readonly tableOptions?: z.ZodType
}

/** Parses every source; without connectors (an image that has none) their own keys pass unchecked. */
export function loadSources(
  sections: Readonly<Record<string, unknown>>,
  connectors: ReadonlyMap<string, ConnectorSchemas> | undefined,
  problems: Problem[],
): readonly SourceConfig[] {
  const sources = Object.entries(sections).flatMap(([id, section]) => {
    const source = loadSource(id, section, connectors, problems)
    return source ? [source] : []
  })
  refuseTwice(sources, problems)
  return sources
}

function loadSource(
  id: string,
  section: unknown,
  connectors: ReadonlyMap<string, ConnectorSchemas> | undefined,
  problems: Problem[],
): SourceConfig | undefined {
  const path = ['sources', id]
  const own = checkSection(sourceSection, section, path, problems)
  if (!own) return undefined
  const connector = connectors?.get(own.connector)
  if (connectors && !connector) {
    const nearest = nearestName(own.connector, connectors.keys())
    problems.push({
      path: [...path, 'connector'],
      message: `there is no connector ${own.connector}.${nearest ? ` Did you mean ${nearest}?` : ''} Known: ${[...connectors.keys()].join(', ')}`,
    })
    return undefined
  }
  const config = rest(section, sourceSection)
  if (connector) {
    checkSection(connector.config, config, path, problems, Object.keys(sourceSection.shape))
  }
  const tables = Object.entries(own.tables).flatMap(([name, table]) => {
    const loaded = loadTable([...path, 'tables', name], table, connector, problems)
    return loaded ? [[name, loaded] as const] : []
  })
  return {
    id,
    connector: own.connector,
    ...(own.title !== undefined && { title: own.title }),
    ...(own.description !== undefined && { description: own.description }),
    ...(own.schedule !== undefined && { schedule: own.schedule }),
    config,
    tables: Object.fromEntries(tables),
  }
}

function loadTable(
  path: readonly PropertyKey[],
  section: unknown,
  connector: ConnectorSchemas | undefined,
  problems: Problem[],
): TableConfig | undefined {
  const given = section ?? {}
  const own = checkSection(tableSection, given, path, problems)
  if (!own) return undefined
  const options = rest(given, tableSection)
  if (connector?.tableOptions) {
    checkSection(connector.tableOptions, options, path, problems, Object.keys(tableSection.shape))
  }
  const defined = Object.entries({ ...own, options }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(defined) as unknown as TableConfig
}

/** The keys that the schema does not know: the connector's. */
function rest(section: unknown, schema: z.ZodObject): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(section as Record<string, unknown>).filter(
      ([key]) => !Object.hasOwn(schema.shape, key),
    ),
  )
}

/** Analysts see one namespace: two tables of one name would be one view. */
function refuseTwice(sources: readonly SourceConfig[], problems: Problem[]): void {
  const owners = new Map<string, string>()
  for (const { id, tables } of sources) {
    for (const name of Object.keys(tables)) {
      const other = owners.get(name)
      if (other === undefined) owners.set(name, id)
      else {
        problems.push({
          path: ['sources', id, 'tables', name],
          message: `${other} already has a table ${name}; give this one another name and its origin`,
        })
      }
    }
  }
}
