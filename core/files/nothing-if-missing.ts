/** For the `catch` of what was asked of a file or folder: undefined where there is none; any other error goes on. */
export function nothingIfMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}
