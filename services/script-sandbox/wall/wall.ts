/** What one run may touch. */
export interface WallOptions {
  /** The run's own folder: the only one that it may write to. */
  readonly scratch: string
  /** Files that it may read besides the system's. */
  readonly files: readonly string[]
  /** Folders of programs that it may read and run. */
  readonly programs: readonly string[]
  /** The file of the seccomp filter. */
  readonly filter: string
  /** As whom it runs; undefined for the user of this process, who then is not root. */
  readonly user: ScriptUser | undefined
}

/** An account that scripts run as where the stack itself is root. */
export interface ScriptUser {
  readonly uid: number
  readonly gid: number
}

/** One way to keep a program to itself; each is tried out before it is used. */
export interface Wall {
  /** What it is made of, for the health page. */
  readonly name: string
  /** Of how many files the granted tables of a person may consist. */
  readonly maxFiles: number
  /** The command in front of a program that puts it behind the wall. */
  command(options: WallOptions): readonly string[]
}
