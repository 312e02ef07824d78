/** The note of one person, as it was read. */
export interface Note {
  readonly username: string
  readonly text: string
}

/** What was found in the people's folders. */
export interface Notes {
  readonly notes: readonly Note[]
  /** People whose note is there but could not be read: what is known of it stays as it is. */
  readonly unreadable: readonly { readonly username: string; readonly reason: string }[]
}
