/** How `stack` is run where the state is. */
export interface RunThere {
  /** Folders that it reaches under their own names. */
  readonly folders?: readonly string[]
  /** Folders of the checkout that it finds in the place of its own, for what no single image has. */
  readonly code?: readonly string[]
  /** Whose code is run, where it is not that of the version that runs. */
  readonly version?: string | undefined
  /** Whether it is a part of another command, whose are the result and the input: what it prints is for people. */
  readonly aside?: boolean
  /** Gets what it prints, in the place of whoever typed the command. */
  readonly answer?: (text: string) => void
}

/** Database, files and secrets of a stack that this process does not reach itself. */
export interface StateHere {
  /** Where its backups are kept. */
  readonly backups: string
  /** Runs `stack` with them, as one who may read and write all of them. Rejects when it does not end well. */
  run(args: readonly string[], how?: RunThere): Promise<void>
  /** Does something while nothing uses them but the database; then all runs again, however it ended. */
  whileStopped(work: () => Promise<void>): Promise<void>
}
