/** The note of one person, as it was read. */
export interface Note {
  readonly username: string
  readonly text: string
  /** What kept a part of it from being read, for its owner. */
  readonly problem?: string
}

/** What was found in the people's folders. */
export interface Notes {
  readonly notes: readonly Note[]
  /** People whose note is there but could not be read: what is known of it stays as it is. */
  readonly unreadable: readonly { readonly username: string; readonly reason: string }[]
  /** People whose home is not there, as when it is not mounted; `everybody` when there is no home at all. */
  readonly homeless?: readonly string[] | 'everybody'
}
