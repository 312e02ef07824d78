import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Lays a text into a folder of objects, where its hash says; resolves to that. */
export async function putObject(objects: string, text: string): Promise<string> {
  const sha256 = createHash('sha256').update(text).digest('hex')
  const file = join(objects, sha256.slice(0, 2), sha256)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
  return sha256
}
