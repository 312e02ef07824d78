import { createHash } from 'node:crypto'
import { makeFolder } from '#core/files/make-folder.ts'
import { BadRequest, Forbidden } from '#core/errors.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { damaged, readJsonIfPresent } from './read-json.ts'
import type { Workspace } from './workspace.ts'

/** What `server.json` says: where the data comes from and whose signature is trusted for it. */
export interface ServerRecord {
  readonly url: string
  /** The server's public key, base64url of 32 bytes; null until the first root was seen. */
  readonly key: string | null
  readonly firstSeen: string
}

export async function readServerRecord(workspace: Workspace): Promise<ServerRecord | undefined> {
  const value = await readJsonIfPresent(workspace.server)
  if (value === undefined) return undefined
  if (!isServerRecord(value)) throw damaged(workspace.server, 'it does not describe a server')
  return value
}

export async function writeServerRecord(workspace: Workspace, record: ServerRecord): Promise<void> {
  await makeFolder(workspace.control)
  await publishFile(workspace.server, JSON.stringify(record, undefined, 1))
}

/** Takes a server's address as a person typed it; throws BadRequest. */
export function serverUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) {
    const { origin, pathname } = new URL(text)
    return origin + pathname.replace(/\/*$/, '/')
  }
  const remedy = 'Write it like https://data.example.com'
  throw new BadRequest('bad_server', `“${text}” is not a server’s address`, { remedy })
}

/** Whether a token sent there could be read on the way. */
export function isUnprotected(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}

/** Refuses a root that is signed by another key than the one this folder trusts. */
export function checkPinnedKey(pinned: string, key: string, url: string): void {
  if (pinned === key) return
  throw new Forbidden(
    'server_key_changed',
    `${url} signs with another key (${fingerprint(key)}) than this folder trusts (${fingerprint(pinned)}). ` +
      'Either the server was set up anew or somebody stands between',
    {
      remedy:
        'Ask the administrator for the fingerprint. If it is the new one: ' +
        `\`analyst login --server ${url} --trust-new-key\`.`,
    },
  )
}

/** A key in the short form that people compare. */
export function fingerprint(key: string): string {
  const hash = createHash('sha256').update(Buffer.from(key, 'base64url')).digest('hex')
  return hash.slice(0, 32).replace(/(.{4})(?!$)/g, '$1-')
}

function isServerRecord(value: unknown): value is ServerRecord {
  if (typeof value !== 'object' || value === null) return false
  const { url, key, firstSeen } = value as Record<string, unknown>
  return (
    typeof url === 'string' &&
    URL.canParse(url) &&
    (key === null || typeof key === 'string') &&
    typeof firstSeen === 'string'
  )
}
