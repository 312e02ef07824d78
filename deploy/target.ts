import type { GeneratedFile } from './generated-file.ts'
import type { StackModel } from './stack-model.ts'

/** What a server is like, as far as it changes the files. */
export interface TargetOptions {
  /** For an ordinary user's own systemd and podman. */
  readonly rootless?: boolean
  /**
   * The files are of no instance but show what there is: what the target cannot carry, and is off until a
   * variable is given, is left out instead of refused.
   */
  readonly shown?: boolean
}

/**
 * One way to run the stack: `deploy/targets/<id>/target.ts` default-exports it. Pure: equal models give
 * equal files; what it cannot express it refuses with the manifest's path.
 */
export interface Target {
  /** Folders, from the root, in which a generated file that is made no more is removed. */
  readonly owns: readonly string[]
  /** The folder that `stack render` leaves out of the paths: what is in it lies where it is asked for. */
  readonly folder?: string
  /** Why it has no files of its own for an ordinary user: `--rootless` is refused with this. */
  readonly notRootless?: string
  generate(model: StackModel, options?: TargetOptions): readonly GeneratedFile[]
}
