/** What can be done about a failure of the file system, by its code (errno(3)). */
const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: 'Be a user who may do this, or name another place.',
  EPERM: 'Be a user who may do this, or name another place.',
  EROFS: 'It lies where nothing may be written: name another place.',
  ENOSPC: 'Make room there, and run the command again.',
  EDQUOT: 'Make room there, and run the command again.',
  ENOTDIR: 'A part of that path is a file: name a folder.',
  EEXIST: 'There is something else under that name: name another place.',
  EISDIR: 'That is a folder: name a file.',
  ENAMETOOLONG: 'Name a shorter path.',
  ELOOP: 'Links there lead in a circle: name another place.',
}

const NO_PLACE = 'Nothing can be made there: name another place.'

/**
 * Code and remedy of an error by which the system refuses a file that it names; undefined for all others, and for
 * what a person can do nothing about.
 */
export function fileError(error: unknown): { code: string; remedy: string } | undefined {
  const { code = '', path, syscall = '' } = (error ?? {}) as NodeJS.ErrnoException
  // A program that could not be started is named in the same way.
  if (syscall.startsWith('spawn')) return undefined
  // A file that is not there may be a mistake of ours; where no folder can be made, the place is the wrong one.
  if (code === 'ENOENT' && syscall === 'mkdir') return { code, remedy: NO_PLACE }
  const remedy = Object.hasOwn(REMEDIES, code) ? REMEDIES[code] : undefined
  return path === undefined || remedy === undefined ? undefined : { code, remedy }
}
