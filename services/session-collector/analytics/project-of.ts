import type { FileAnalysis } from '../transcript/file-analysis.ts'
import { isBelow } from '../transcript/is-below.ts'

/**
 * The project of a session: the repository in which its last record is, of which a session sees the outermost folder
 * that it was in; without one, that last folder. The worktree of a repository within its folder is of the same project.
 */
export function projectOf({
  folder,
  repositories,
}: Pick<FileAnalysis, 'folder' | 'repositories'>): string | undefined {
  if (folder === undefined) return undefined
  const above = [...repositories].filter((one) => isBelow(folder, one))
  return above.toSorted((a, b) => a.length - b.length)[0] ?? folder
}
