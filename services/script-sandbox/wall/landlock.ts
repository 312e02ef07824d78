import { dropTo, endedFirst, limits } from './limits.ts'
import { visiblePaths } from './visible-paths.ts'
import type { Wall } from './wall.ts'

/** A net for all that this user runs; a container or a unit has a tighter one of its own. */
const PROCESSES = 1024

/** Files by Landlock, system calls by seccomp, both by the setpriv of util-linux 2.40: no privilege is needed. */
export const landlock: Wall = {
  name: 'Landlock and seccomp',
  maxFiles: 8000,
  command({ scratch, filter, user, ...options }) {
    const { folders, files, devices } = visiblePaths(options)
    return [
      ...endedFirst,
      ...limits(PROCESSES),
      'setpriv',
      ...dropTo(user),
      '--no-new-privs',
      '--landlock-access',
      'fs',
      ...folders.flatMap((path) => rule('execute,read-file,read-dir', path)),
      ...files.flatMap((path) => rule('read-file', path)),
      ...devices.flatMap((path) => rule('read-file,write-file', path)),
      ...rule(
        'read-file,write-file,read-dir,remove-file,remove-dir,make-reg,make-dir,make-sym,make-fifo,refer,truncate',
        scratch,
      ),
      '--seccomp-filter',
      filter,
      '--',
    ]
  },
}

function rule(accesses: string, path: string): readonly string[] {
  return ['--landlock-rule', `path-beneath:${accesses}:${path}`]
}
