import { constants } from 'node:fs'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '#core/errors.ts'
import { makeFolderInside, openFolderInside } from '#core/files/open-inside.ts'
import type { RuleFile } from './rule-file.ts'

/** The folder in a person's home from which their agent takes rules. */
const RULES_FOLDER = '.claude_rules'

/**
 * Makes the rule files of a person exactly these; other files in the folder stay. Works on the folders
 * that were opened, so that no link which a person puts there meanwhile leads elsewhere. Returns how many
 * files changed.
 */
export async function installRules(
  homesDir: string,
  username: string,
  files: readonly RuleFile[],
): Promise<number> {
  await using home = await openFolderInside(homesDir, username)
  const path = join(username, RULES_FOLDER)
  const folder =
    files.length > 0
      ? await makeFolderInside(homesDir, path, 0o700)
      : await openFolderInside(homesDir, path).catch(undefinedWhenMissing)
  if (!folder) return 0
  await using opened = folder
  const { uid, gid } = await home.handle.stat()
  const { place } = opened
  if (process.getuid?.() === 0) await opened.handle.chown(uid, gid)
  let changed = 0
  const wanted = new Map(files.map(({ name, text }) => [name, text]))
  for (const entry of await readdir(place, { withFileTypes: true })) {
    const { name } = entry
    // A folder is none of ours, whatever it is called.
    if (!/^\.?km_.*\.(md|tmp)$/.test(name) || wanted.has(name) || entry.isDirectory()) continue
    await rm(join(place, name))
    changed += 1
  }
  for (const [name, text] of wanted) {
    if (await holds(join(place, name), text)) continue
    const temporary = join(place, `.${name}.tmp`)
    await using file = await open(temporary, 'wx', 0o600)
    await file.writeFile(text)
    if (process.getuid?.() === 0) await file.chown(uid, gid)
    await file.sync()
    await rename(temporary, join(place, name))
    changed += 1
  }
  return changed
}

/** Whether a file holds just this text; one of another length is not read, however long somebody made it. */
async function holds(path: string, text: string): Promise<boolean> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  try {
    await using file = await open(path, flags)
    const stats = await file.stat()
    if (!stats.isFile() || stats.size !== Buffer.byteLength(text)) return false
    return (await file.readFile('utf8')) === text
  } catch (error) {
    // What cannot be read is not what it should be, and is replaced.
    if (['ENOENT', 'ELOOP', 'EISDIR', 'EACCES', 'ENXIO'].includes(codeOf(error))) return false
    throw new Error(`${path} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}

function undefinedWhenMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? ''
}
