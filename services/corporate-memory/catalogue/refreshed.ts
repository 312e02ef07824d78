import type { Item, Quarantined, ReadNote, Source } from './item.ts'

/** The catalogue after a refresh; `changed` and `told` are what differs from before. */
export interface Refreshed {
  readonly items: ReadonlyMap<string, Item>
  readonly sources: ReadonlyMap<string, ReadonlyMap<string, Source>>
  readonly quarantined: readonly Quarantined[]
  readonly notes: ReadonlyMap<string, ReadNote>
  /** Ids of items that are new or differ; those with a new text also in `reworded`. */
  readonly changed: readonly string[]
  readonly reworded: readonly string[]
}

/** What the evaluation switches off, one at a time, to see that its figures notice; nothing else does. */
export interface RefreshParts {
  readonly guard: boolean
  readonly alignment: boolean
  readonly aliases: boolean
  readonly scan: boolean
}
