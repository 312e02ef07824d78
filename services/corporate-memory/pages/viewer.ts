/** Who looks at a page, and when. */
export interface Viewer {
  readonly username: string
  readonly csrf: string
  readonly reviewer: boolean
  /** Days after which what nobody confirmed expires; 0: never. */
  readonly expireDays: number
  readonly now: Date
}
