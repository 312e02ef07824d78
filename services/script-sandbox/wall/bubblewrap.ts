import { dirname } from 'node:path'
import { dropTo, endedFirst, limits } from './limits.ts'
import { visiblePaths } from './visible-paths.ts'
import type { ScriptUser, Wall } from './wall.ts'

/** Counted in a user namespace of the run's own, else for all that run at the same moment. */
const PROCESSES_OF_A_RUN = 128
const PROCESSES_OF_ALL = 384

/**
 * Namespaces of its own by bubblewrap: there are no other files, processes and networks. Seccomp as well, as
 * sockets and further namespaces could be made otherwise. There is no /proc, in which the first process
 * would show what it was started with.
 */
export const bubblewrap: Wall = {
  name: 'bubblewrap and seccomp',
  // It takes 9,000 arguments, three for a file.
  maxFiles: 2500,
  command({ scratch, filter, user, ...options }) {
    const { folders, files, devices } = visiblePaths(options)
    const bind = (how: string) => (path: string) => [how, path, path]
    return [
      // It reads the filter from descriptor 3.
      ...['sh', '-c', 'exec "$@" 3< "$0"', filter],
      ...endedFirst,
      'bwrap',
      ...[
        '--unshare-ipc',
        '--unshare-pid',
        '--unshare-net',
        '--unshare-uts',
        '--unshare-cgroup-try',
      ],
      ...namespaceOf(user),
      ...['--hostname', 'sandbox'],
      ...(user ? enterable([...folders, ...files, ...devices, scratch]) : []),
      ...folders.flatMap(bind('--ro-bind')),
      ...files.flatMap(bind('--ro-bind')),
      ...devices.flatMap(bind('--dev-bind')),
      ...bind('--bind')(scratch),
      ...['--remount-ro', '/', '--chdir', scratch, '--seccomp', '3', '--'],
      ...limits(user ? PROCESSES_OF_ALL : PROCESSES_OF_A_RUN),
      ...(user ? ['setpriv', ...dropTo(user), '--'] : []),
    ]
  },
}

/** Root needs no user namespace, and leaves root behind the wall: the kernel does not count root's processes. */
function namespaceOf(user: ScriptUser | undefined): readonly string[] {
  const drop = ['--cap-drop', 'ALL']
  if (user)
    return [
      ...drop,
      ...['SETUID', 'SETGID', 'SETPCAP'].flatMap((cap) => ['--cap-add', `CAP_${cap}`]),
    ]
  return [...drop, '--unshare-user', '--disable-userns', '--uid', '65534', '--gid', '65534']
}

/** Folders that only lead to others are bubblewrap's own and closed to everybody else, unless they are made first. */
function enterable(paths: readonly string[]): readonly string[] {
  const above = new Set<string>()
  for (const path of paths)
    for (let folder = dirname(path); folder !== '/'; folder = dirname(folder)) above.add(folder)
  return [...above].sort().flatMap((folder) => ['--perms', '0755', '--dir', folder])
}
