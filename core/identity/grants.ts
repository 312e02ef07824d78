/**
 * Whether one of the patterns grants a table: `*` grants all, `dataset/*` a dataset, anything else is
 * the id of one table (`dataset/table`).
 */
export function isGranted(patterns: readonly string[], tableId: string): boolean {
  const dataset = tableId.slice(0, tableId.indexOf('/') + 1)
  return patterns.some(
    (pattern) =>
      pattern === '*' || pattern === tableId || (dataset !== '' && pattern === `${dataset}*`),
  )
}
