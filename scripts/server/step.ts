/** One thing that must still be done; whatever is as it should be is no step. */
export interface Step {
  readonly does:
    | 'need'
    | 'try'
    | 'create'
    | 'change'
    | 'remove'
    | 'load'
    | 'enable'
    | 'start'
    | 'restart'
    | 'reload'
    | 'stop'
  readonly what: string
  /** What changes in a file, as diff(1) writes it. */
  readonly diff?: string
  apply(): Promise<void>
}
