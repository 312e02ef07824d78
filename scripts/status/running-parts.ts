import type { Service } from '#core/service.ts'

/** What runs of a stack, in whichever way it does. */
export interface RunningParts {
  /** What of it goes into a document. */
  readonly document: object
  /** The same for people. */
  readonly heading: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Why nobody can be asked for the last runs of jobs. */
  readonly unasked?: string | undefined
  /** Whose code answers for the state, where it is not that of the files here. */
  readonly version?: string | undefined
  /** Why nothing would run a job that is switched on. */
  whyNot(manifest: Service): string | undefined
  /** Throws an AppError where a part is not as it should be. */
  refuseUnwell(): void
}
