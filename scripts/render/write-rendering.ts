import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder } from '#core/files/make-folder.ts'
import { publishFile } from '#core/files/publish-file.ts'
import type { GeneratedFile } from '../../deploy/generated-file.ts'
import { madeNoMore, readRendered, writeRendered } from './rendered-record.ts'

/** What rendering did to a folder, or would do. */
export interface Rendering {
  readonly written: readonly string[]
  readonly removed: readonly string[]
}

/**
 * Writes a target's files into a folder, and removes those of them that an earlier time wrote there and this one does
 * not: a unit that stayed would run what was switched off. With `dryRun` nothing is touched.
 */
export async function writeRendering(
  folder: string,
  target: string,
  files: readonly GeneratedFile[],
  dryRun: boolean,
): Promise<Rendering> {
  const before = await readRendered(folder)
  const paths = files.map(({ path }) => path)
  const stale = await madeNoMore(folder, target, before, paths)
  const done = { written: paths.map(full), removed: stale.map(full) }
  if (dryRun) return done
  await makeFolder(folder)
  // Known before it is there, and until it is gone: who is killed between leaves nothing that nobody removes.
  await writeRendered(folder, { ...before, [target]: [...paths, ...stale] })
  for (const { path, content } of files) {
    await makeFolder(dirname(full(path)))
    await publishFile(full(path), content)
  }
  for (const path of done.removed) await rm(path, { force: true })
  await writeRendered(folder, { ...before, [target]: paths })
  return done

  function full(path: string): string {
    return join(folder, path)
  }
}
