import { existsSync } from 'node:fs'
import type { WallOptions } from './wall.ts'

/** What programs of the system need to start: libraries, time zone, fonts. */
const systemFolders = ['/usr', '/lib', '/lib64', '/bin', '/etc/fonts', '/etc/alternatives']
const systemFiles = [
  '/etc/ssl/openssl.cnf',
  '/etc/ld.so.cache',
  '/etc/localtime',
  '/etc/matplotlibrc',
]
const systemDevices = ['/dev/null', '/dev/urandom', '/dev/random', '/dev/zero']

/** What a run sees besides its own folder, as far as this system has it. */
export interface VisiblePaths {
  readonly folders: readonly string[]
  readonly files: readonly string[]
  readonly devices: readonly string[]
}

export function visiblePaths({
  files,
  programs,
}: Pick<WallOptions, 'files' | 'programs'>): VisiblePaths {
  return {
    folders: [...systemFolders, ...programs].filter(existsSync),
    files: [...systemFiles, ...files].filter(existsSync),
    devices: systemDevices.filter(existsSync),
  }
}
