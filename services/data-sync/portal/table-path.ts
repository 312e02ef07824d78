/** The page of a table. */
export function tablePath({ dataset, name }: { dataset: string; name: string }): string {
  return `/catalog/${encodeURIComponent(dataset)}/${encodeURIComponent(name)}`
}

/** Where a run of a whole source is asked for. */
export function sourceRunPath(source: string): string {
  return `/catalog/${encodeURIComponent(source)}/run`
}
