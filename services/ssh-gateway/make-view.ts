import { mkdtemp, rm, symlink, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder } from '#core/files/make-folder.ts'
import type { Access } from './access.ts'

/** The folder that one connection sees as its home: links to the objects behind each table. */
export interface View extends AsyncDisposable {
  readonly path: string
  /** The objects that its links lead to. */
  readonly objects: readonly string[]
}

/** The day that all folders carry, so that they never look new to rsync. */
const DAY = new Date('2000-01-01T00:00:00Z')

/** Makes the view of this moment: what is published later is for the next connection. */
export async function makeView(
  { files }: Access,
  { objects, scratch }: { readonly objects: string; readonly scratch: string },
): Promise<View> {
  const path = await mkdtemp(join(scratch, 'view-'))
  await using unfinished = new AsyncDisposableStack()
  unfinished.defer(() => rm(path, { recursive: true, force: true }))
  const folders = new Set([join(path, 'server/parquet')])
  const targets: string[] = []
  for (const [name, sha256] of Object.entries(files)) {
    const link = join(path, name)
    const target = join(objects, sha256.slice(0, 2), sha256)
    await makeFolder(dirname(link))
    await symlink(target, link)
    targets.push(target)
    folders.add(dirname(link))
  }
  for (const folder of folders) await makeFolder(folder)
  for (const folder of [...folders, join(path, 'server'), path]) await utimes(folder, DAY, DAY)
  const finished = unfinished.move()
  return { path, objects: targets, [Symbol.asyncDispose]: () => finished.disposeAsync() }
}
