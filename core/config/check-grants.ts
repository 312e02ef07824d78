import type { GroupConfig, SourceConfig } from './instance.ts'
import { suggest, type Problem } from './problems.ts'

/**
 * Checks what groups grant against what is pulled. A grant of a dataset that no source has is a problem;
 * one of a table that its source does not name is a warning, because the table can be added later.
 */
export function checkGrants(
  groups: Readonly<Record<string, Pick<GroupConfig, 'tables'>>>,
  datasets: readonly string[],
  sources: readonly SourceConfig[],
  problems: Problem[],
): readonly Problem[] {
  const warnings: Problem[] = []
  for (const [id, { tables }] of Object.entries(groups)) {
    for (const [index, pattern] of tables.entries()) {
      if (pattern === '*') continue
      const [dataset = '', table = ''] = pattern.split('/')
      const path = ['groups', id, 'tables', index]
      if (!datasets.includes(dataset)) {
        problems.push({
          path,
          message: `${pattern} names no source. ${suggest(dataset, datasets)}`,
        })
      } else if (table !== '*' && isLeftOut(table, dataset, sources)) {
        warnings.push({
          path,
          message: `${pattern} grants a table that is not pulled: sources.${dataset}.tables does not name it`,
        })
      }
    }
  }
  return warnings
}

/** A source that names no tables offers what it discovers, which only a run can tell. */
function isLeftOut(table: string, dataset: string, sources: readonly SourceConfig[]): boolean {
  const named = Object.keys(sources.find(({ id }) => id === dataset)?.tables ?? {})
  return named.length > 0 && !named.includes(table)
}
