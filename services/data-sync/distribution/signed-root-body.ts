import { createHash, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { isGranted } from '#core/identity/grants.ts'
import { signRoot } from '#core/sync/signature.ts'
import type { Generation } from './generation.ts'

/** A root as it goes over the wire: each encoding is a representation of its own with its own ETag. */
export interface RootBody {
  readonly identity: RootRepresentation
  readonly gzip: RootRepresentation
}

export interface RootRepresentation {
  readonly body: Buffer
  readonly etag: string
}

/** Filters a generation to what `patterns` grant, signs it and encodes it both ways. */
export async function signedRootBody(
  generation: Generation,
  patterns: readonly string[],
  key: KeyObject,
): Promise<RootBody> {
  const root = signRoot(
    {
      v: 1,
      gen: generation.id,
      created: generation.created.toISOString(),
      engine: 'ai-data-analyst',
      tables: generation.tables.filter((table) => isGranted(patterns, table.id)),
      assets: [],
    },
    key,
  )
  const body = Buffer.from(JSON.stringify(root))
  const hash = createHash('sha256').update(body).digest('base64url')
  return {
    identity: { body, etag: `"${hash}"` },
    gzip: { body: await promisify(gzip)(body), etag: `"${hash}.gzip"` },
  }
}
