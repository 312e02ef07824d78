import { join } from 'node:path'

/** What one run may touch. */
export interface WallOptions {
  /** The run's own folder: the only one that it may write to. */
  readonly scratch: string
  /** Files that it may read besides the system's. */
  readonly files: readonly string[]
  /** Folders of programs that it may read and run. */
  readonly programs: readonly string[]
  readonly filter: string
  readonly addressSpace: number
}

const CPU_SECONDS = 30
const MAX_FILE_BYTES = 10 * 1024 * 1024
const MAX_OPEN_FILES = 128

/** What programs of the system need to start: libraries, time zone, fonts. */
const systemFolders = ['/usr', '/lib', '/lib64', '/bin', '/etc/fonts', '/etc/alternatives']
const systemFiles = [
  '/etc/ssl/openssl.cnf',
  '/etc/ld.so.cache',
  '/etc/localtime',
  '/etc/matplotlibrc',
]
const devices = ['/dev/null', '/dev/urandom', '/dev/random', '/dev/zero']

/**
 * The command in front of a program that puts it behind the wall: limits (prlimit), files (Landlock), system
 * calls (seccomp), and no way to gain rights. `exists` leaves out what this system does not have.
 */
export function wallCommand(
  options: WallOptions,
  exists: (path: string) => boolean,
): readonly string[] {
  const { scratch, files, programs, filter, addressSpace } = options
  const run = [...systemFolders, ...programs].filter(exists)
  const read = [...systemFiles, ...files].filter(exists)
  return [
    'prlimit',
    `--as=${addressSpace}`,
    `--cpu=${CPU_SECONDS}`,
    `--fsize=${MAX_FILE_BYTES}`,
    `--nofile=${MAX_OPEN_FILES}`,
    '--core=0',
    '--',
    'setpriv',
    '--no-new-privs',
    '--landlock-access',
    'fs',
    ...run.flatMap((path) => rule('execute,read-file,read-dir', path)),
    ...read.flatMap((path) => rule('read-file', path)),
    ...devices.filter(exists).flatMap((path) => rule('read-file,write-file', path)),
    ...rule(
      'read-file,write-file,read-dir,remove-file,remove-dir,make-reg,make-dir,make-sym,make-fifo,refer,truncate',
      scratch,
    ),
    '--seccomp-filter',
    filter,
    '--',
  ]
}

function rule(accesses: string, path: string): readonly string[] {
  return ['--landlock-rule', `path-beneath:${accesses}:${path}`]
}

/** The environment of a script: nothing of ours is in it. */
export function wallEnvironment(scratch: string, bin: string): Readonly<Record<string, string>> {
  return {
    PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`,
    HOME: scratch,
    SCRATCH: scratch,
    TMPDIR: scratch,
    MPLCONFIGDIR: join(scratch, '.matplotlib'),
    LANG: 'C.UTF-8',
    // DuckDB would look into /proc for its limits and dies where that is refused; these it asks first.
    SLURM_MEM_PER_NODE: '512',
    SLURM_CPUS_ON_NODE: '1',
  }
}
