import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readIfPresent } from '#core/files/read-if-present.ts'
import { projectFiles } from '../source-files.ts'

const root = join(import.meta.dirname, '../..')

/** A copy of the project's own files, with the packages of this checkout. */
export interface TreeCopy extends AsyncDisposable {
  readonly path: string
  /** Copies a folder of this checkout to another place in the copy. */
  add(from: string, to: string): Promise<void>
  /** `npm run generate` with arguments; resolves with what it printed. */
  generate(...args: readonly string[]): Promise<string>
  /** The paths that differ from this checkout now, sorted; new ones too. */
  changed(): Promise<readonly string[]>
}

export async function copyTree(): Promise<TreeCopy> {
  const path = await mkdtemp(join(tmpdir(), 'tree-'))
  for (const file of projectFiles(root)) await cp(join(root, file), join(path, file))
  await symlink(join(root, 'node_modules'), join(path, 'node_modules'))
  // Only so that the copy knows which of its files are its own.
  await promisify(execFile)('git', ['init', '-q'], { cwd: path })
  return {
    path,
    add: (from, to) => cp(join(root, from), join(path, to), { recursive: true }),
    async generate(...args) {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['scripts/generate.ts', ...args],
        { cwd: path },
      )
      return stdout
    },
    async changed() {
      const files = projectFiles(path).filter((file) => file !== 'node_modules')
      const differs = await Promise.all(
        files.map(async (file) => (await hash(path, file)) !== (await hash(root, file))),
      )
      return files.filter((_, index) => differs[index]).sort()
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

async function hash(folder: string, file: string): Promise<string | undefined> {
  const bytes = await readIfPresent(join(folder, file))
  return bytes && createHash('sha256').update(bytes).digest('hex')
}
