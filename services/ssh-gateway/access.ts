import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from './refusal.ts'

/** What one person may do, as `people/<user name>.json` says it. */
export interface Access {
  /** Public keys as `type base64`. */
  readonly keys: readonly string[]
  /** Paths in the person's view, such as `server/parquet/shop/orders.parquet`, and the SHA-256 of each. */
  readonly files: Readonly<Record<string, string>>
}

/** After this time without a word of the service that writes the files, nobody is let in any more. */
const SILENT_MS = 5 * 60_000

const USERNAME = /^[a-z][a-z0-9._-]*$/
const PATH = /^server\/parquet\/\w+\/\w+(\/\w+)?\.parquet$/
const SHA256 = /^[0-9a-f]{64}$/

/** Reads what a person may do now, for the key they signed in with; a Refusal when that is nothing. */
export async function readAccess(folder: string, username: string, key: string): Promise<Access> {
  if (!USERNAME.test(username)) throw new Refusal('this is not a user name')
  const { mtimeMs } = await stat(join(folder, 'alive')).catch(() => ({ mtimeMs: 0 }))
  if (Date.now() - mtimeMs > SILENT_MS) {
    throw new Refusal('who may do what is not known at the moment; the administrator can see why')
  }
  const access = parse(await read(join(folder, 'people', `${username}.json`)))
  if (!access.keys.includes(key)) throw new Refusal('this key has been removed')
  return access
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new Refusal('you have no access any more')
    }
    throw error
  }
}

/** Written by our own service; looked at all the same, because its paths become files. */
function parse(text: string): Access {
  const { keys, files } = JSON.parse(text) as { keys: unknown; files: unknown }
  if (!Array.isArray(keys) || typeof files !== 'object' || files === null) {
    throw new Error('the file of this person is not what it should be')
  }
  const entries = Object.entries(files as Record<string, unknown>)
  for (const [path, sha256] of entries) {
    if (!PATH.test(path) || typeof sha256 !== 'string' || !SHA256.test(sha256)) {
      throw new Error(`the file of this person names ${JSON.stringify(path)}`)
    }
  }
  return { keys: keys.map(String), files: Object.fromEntries(entries) as Access['files'] }
}
