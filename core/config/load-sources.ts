import { z } from 'zod'
import { checkNames, dataName } from './check-names.ts'
import { checkSection } from './check-section.ts'
import { sourceSection, tableSection } from './instance-schema.ts'
import type { SourceConfig, TableConfig } from './instance.ts'
import { suggest, type Problem } from './problems.ts'

/** What a connector accepts: for a source, and for each of its tables. */
export interface ConnectorSchemas {
  readonly config: z.ZodType
  readonly tableOptions?: z.ZodType
}

type Sections = Readonly<Record<string, unknown>>

/** For a connector whose tables have no keys of their own: every other key is a mistake. */
const noOptions = z.strictObject({})

/** Parses every source; without connectors (an image that has none) their own keys pass unchecked. */
export function loadSources(
  sections: Sections,
  connectors: ReadonlyMap<string, ConnectorSchemas> | undefined,
  problems: Problem[],
): readonly SourceConfig[] {
  checkNames(Object.keys(sections), dataName, ['sources'], problems)
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
  // What is wrong in our keys must not hide what is wrong in the connector's and in the tables.
  const { connector: named, tables: given } = (own ?? section ?? {}) as Sections
  const connector = typeof named === 'string' ? connectors?.get(named) : undefined
  if (connectors && !connector && typeof named === 'string') {
    problems.push({
      path: [...path, 'connector'],
      message: `there is no connector ${named}. ${suggest(named, connectors.keys())}`,
    })
  }
  const config = rest(section, sourceSection)
  if (connector)
    checkSection(connector.config, config, path, problems, Object.keys(sourceSection.shape))
  const tables = loadTables([...path, 'tables'], given, connector, problems)
  return (
    own && {
      id,
      connector: own.connector,
      ...(own.title !== undefined && { title: own.title }),
      ...(own.description !== undefined && { description: own.description }),
      ...(own.schedule !== undefined && { schedule: own.schedule }),
      config,
      tables,
    }
  )
}

function loadTables(
  path: readonly PropertyKey[],
  given: unknown,
  connector: ConnectorSchemas | undefined,
  problems: Problem[],
): Readonly<Record<string, TableConfig>> {
  const sections = typeof given === 'object' && given !== null ? Object.entries(given) : []
  checkNames(
    sections.map(([name]) => name),
    dataName,
    path,
    problems,
  )
  return Object.fromEntries(
    sections.flatMap(([name, section]) => {
      const table = loadTable([...path, name], section ?? {}, connector, problems)
      return table ? [[name, table] as const] : []
    }),
  )
}

function loadTable(
  path: readonly PropertyKey[],
  section: unknown,
  connector: ConnectorSchemas | undefined,
  problems: Problem[],
): TableConfig | undefined {
  const own = checkSection(tableSection, section, path, problems)
  const options = rest(section, tableSection)
  if (connector) {
    const schema = connector.tableOptions ?? noOptions
    checkSection(schema, options, path, problems, Object.keys(tableSection.shape))
  }
  if (!own) return undefined
  const defined = Object.entries({ ...own, options }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(defined) as unknown as TableConfig
}

/** The keys that the schema does not know: the connector's. */
function rest(section: unknown, schema: z.ZodObject): Sections {
  if (typeof section !== 'object' || section === null || Array.isArray(section)) return {}
  return Object.fromEntries(
    Object.entries(section).filter(([key]) => !Object.hasOwn(schema.shape, key)),
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
