import type { GeneratedFile } from './generated-file.ts'
import type { StackModel } from './stack-model.ts'

/**
 * One way to run the stack: `deploy/targets/<id>/target.ts` default-exports it. Pure: equal models give
 * equal files; what it cannot express it refuses with the manifest's path.
 */
export interface Target {
  /** Folders, from the root, in which a generated file that is made no more is removed. */
  readonly owns: readonly string[]
  generate(model: StackModel): readonly GeneratedFile[]
}
