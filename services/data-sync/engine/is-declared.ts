import type { SourceConfig } from '#core/config/instance.ts'

/**
 * Whether instance.yaml has a table: a source that names its tables offers those only, one that names none
 * offers all it has. Without a name, whether it has the dataset.
 */
export function isDeclared(
  sources: readonly SourceConfig[],
  { dataset, name }: { readonly dataset: string; readonly name?: string | undefined },
): boolean {
  const source = sources.find(({ id }) => id === dataset)
  if (!source) return false
  const named = Object.keys(source.tables).length > 0
  return !named || name === undefined || Object.hasOwn(source.tables, name)
}
