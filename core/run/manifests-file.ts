import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { messageOf, UnitLoadError } from '../errors.ts'
import { serviceManifest, type Service } from '../service.ts'

/** Where an image keeps what it knows of the other parts; a checkout has their directories instead. */
const FILE = 'manifests.json'

/** Where a checkout keeps them, as the generator wrote them. */
export const COMMITTED_MANIFESTS = 'deploy/manifests.json'

/** The manifests of all parts of the stack, as the generator wrote them; empty in a checkout. */
export async function readManifests(root: string, file = FILE): Promise<readonly Service[]> {
  const path = join(root, file)
  if (!existsSync(path)) return []
  try {
    const written: unknown = JSON.parse(await readFile(path, 'utf8'))
    return z.array(serviceManifest).parse(written) as readonly Service[]
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause)
    throw new UnitLoadError(path, reason, { cause })
  }
}
