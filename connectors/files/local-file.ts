import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import type { BigIntStats } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { ConfigError, UpstreamError } from '#core/errors.ts'

/** A file below the source's folder, as it was when it was looked at. */
export interface LocalFile {
  readonly path: string
  readonly bytes: number
  /** Changes whenever the content does: size, time in nanoseconds, and which file it is. */
  readonly marker: string
}

/** The folder's real path. @throws {UpstreamError} `source_missing` when it is not there. */
export async function realFolder(configDir: string, folder: string): Promise<string> {
  const path = resolve(configDir, folder)
  const real = await realpath(path).catch((cause: unknown) => {
    throw missing(path, cause)
  })
  if (!(await stat(real)).isDirectory()) throw new ConfigError([`folder: ${path} is not a folder`])
  return real
}

/**
 * Paths of all files below the folder, with `/` between their parts, in no order. What is hidden is left out, and
 * where the file system keeps what it found in pieces, which is at the root of a disk and for nobody to read.
 * @throws {UpstreamError} `source_missing` when a folder may not be read: its tables are not gone.
 */
export async function* filesBelow(folder: string, below = ''): AsyncGenerator<string> {
  const path = join(folder, below)
  const entries = await readdir(path, { withFileTypes: true }).catch((cause: unknown) => {
    throw missing(path, cause)
  })
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name === 'lost+found') continue
    const inside = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) yield* filesBelow(folder, inside)
    else yield inside
  }
}

/**
 * Finds a regular file inside the folder. A path that leaves it, also by a symbolic link, is refused.
 * @throws {UpstreamError} `source_missing` when there is no such file.
 */
export async function localFile(folder: string, origin: string): Promise<LocalFile> {
  if (isAbsolute(origin) || origin.split(/[\\/]/).includes('..') || origin.includes('\0'))
    throw outside(origin)
  const path = await realpath(join(folder, origin)).catch((cause: unknown) => {
    throw missing(join(folder, origin), cause)
  })
  const inside = relative(folder, path)
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) throw outside(origin)
  const found = await lstat(path, { bigint: true })
  if (!found.isFile()) throw new ConfigError([`${origin} is not a regular file`])
  return { path, bytes: Number(found.size), marker: markerOf(found) }
}

function markerOf({ size, mtimeNs, ino }: BigIntStats): string {
  return `${size}-${mtimeNs}-${ino}`
}

function outside(origin: string): ConfigError {
  return new ConfigError([
    `${origin} lies outside the source's folder; put the file, not a link to it, inside`,
  ])
}

function missing(path: string, cause: unknown): UpstreamError {
  return new UpstreamError('source_missing', `${path} is not there, or may not be read`, {
    remedy:
      'Put it back, or correct folder and origin in instance.yaml; the last good version stays.',
    cause,
  })
}
