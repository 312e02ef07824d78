import type { Fact } from '../extract/fact.ts'

export const itemStatuses = [
  'pending',
  'accepted',
  'rejected',
  'expired',
  'withdrawn',
  'merged',
] as const

/** `withdrawn`: no note says it any more. `merged`: another item says it, `mergedInto`. */
export type ItemStatus = (typeof itemStatuses)[number]

/** One thing that the team knows. */
export interface Item extends Fact {
  readonly id: string
  readonly status: ItemStatus
  readonly statusBefore: ItemStatus | null
  readonly version: number
  readonly wordHash: string
  readonly mergedInto: string | null
  readonly flags: readonly string[]
}

/** A block of somebody's note that says an item, or did. */
export interface Source {
  readonly username: string
  readonly block: string
  readonly itemId: string
  readonly wording: string
  readonly line: number
  readonly alive: boolean
  readonly withdrawn: boolean
}

/** A block that is held back; never its text. */
export interface Quarantined {
  readonly username: string
  readonly block: string
  readonly rule: string
  readonly name: string
  readonly line: number
}

/** A note as it was read last, and how many of its blocks were left out, by reason. */
export interface ReadNote {
  readonly fingerprint: string
  readonly leftOut: Readonly<Record<string, number>>
  /** Why all of it, or a part, was not read the last time. */
  readonly problem: string | null
}

/** Everything that a refresh looks at. */
export interface Catalogue {
  readonly items: ReadonlyMap<string, Item>
  /** By username, then by block. */
  readonly sources: ReadonlyMap<string, ReadonlyMap<string, Source>>
  readonly quarantined: readonly Quarantined[]
  /** By username: what was read last. */
  readonly notes: ReadonlyMap<string, ReadNote>
}
