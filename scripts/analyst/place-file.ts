import { copyFile, link } from 'node:fs/promises'

/** Whether files of this folder can be linked; found out with the first one. */
export interface FilePlacer {
  /** Makes `to` hold what `from` holds, at no cost of space where the file system has hard links. */
  place(from: string, to: string): Promise<void>
}

const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'ENOSYS', 'EXDEV', 'EMLINK', 'EOPNOTSUPP'])

/** Places by hard link; copies from the first time on that the file system refuses one. */
export function filePlacer(makeLink: typeof link = link): FilePlacer {
  let linking = true
  return {
    async place(from, to) {
      if (!linking) return copyFile(from, to)
      try {
        await makeLink(from, to)
      } catch (error) {
        if (!withoutLinks.has((error as NodeJS.ErrnoException).code ?? '')) throw error
        linking = false
        await copyFile(from, to)
      }
    },
  }
}
