import { chmod, chown, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ScriptUser } from '../wall/wall.ts'
import type { RunRequest } from './run-request.ts'

/** A table as `query` finds it. */
export interface TableFiles {
  readonly schema: string
  readonly name: string
  readonly files: readonly string[]
}

/** Makes the folder of a run: the script, what its tables consist of, and room to write for its user. */
export async function makeScratchFolder(
  { fileName, source }: Pick<RunRequest, 'fileName' | 'source'>,
  tables: readonly TableFiles[],
  user: ScriptUser | undefined,
): Promise<{ readonly scratch: string; readonly script: string }> {
  const scratch = await mkdtemp(join(tmpdir(), 'run-'))
  const script = join(scratch, fileName)
  const matplotlib = join(scratch, '.matplotlib')
  const list = join(scratch, '.tables.json')
  await mkdir(matplotlib)
  await writeFile(script, source)
  await writeFile(list, JSON.stringify(tables))
  if (user) {
    for (const file of [script, list]) await chmod(file, 0o644)
    for (const folder of [scratch, matplotlib]) {
      // The group stays ours: what builds the wall has given up the rights of root by then.
      await chown(folder, user.uid, process.getgid?.() ?? user.gid)
      await chmod(folder, 0o770)
    }
  }
  return { scratch, script }
}
