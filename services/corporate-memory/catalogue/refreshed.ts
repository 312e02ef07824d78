import type { Catalogue } from './item.ts'

/** The catalogue after a refresh. */
export interface Refreshed extends Catalogue {
  /** Ids of items that are new or differ. */
  readonly changed: readonly string[]
}

/** What the evaluation switches off, one at a time, to see that its figures notice; nothing else does. */
export interface RefreshParts {
  readonly guard: boolean
  readonly alignment: boolean
  readonly aliases: boolean
  readonly scan: boolean
}
