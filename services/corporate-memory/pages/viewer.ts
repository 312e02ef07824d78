/** Who looks at a page, and when. */
export interface Viewer {
  readonly username: string
  readonly csrf: string
  readonly reviewer: boolean
  readonly now: Date
}
