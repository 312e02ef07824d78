import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The checkout or image that a folder lies in: the nearest folder above it with a package.json. */
export function rootOf(dir: string): string {
  const parent = dirname(dir)
  return parent === dir || existsSync(join(parent, 'package.json')) ? parent : rootOf(parent)
}
