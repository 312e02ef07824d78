import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { GeneratedFile } from '../../deploy/generated-file.ts'

/**
 * Compares generated files with those that a person looked at and committed. After a wanted change:
 * GOLDEN=write node --test FILE, then read the difference.
 */
export async function assertGolden(folder: string, files: readonly GeneratedFile[]): Promise<void> {
  if (process.env['GOLDEN'] === 'write') {
    await rm(folder, { recursive: true, force: true })
    for (const { path, content } of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), content)
    }
  }
  const known = existsSync(folder)
    ? (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
        entry.isFile(),
      ).length
    : 0
  assert.equal(known, files.length, `${folder} holds as many files as are generated`)
  for (const { path, content } of files) {
    assert.equal(content, await readFile(join(folder, path), 'utf8'), path)
  }
}
