import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { BadRequest } from '#core/errors.ts'
import { publishFile } from '#core/files/publish-file.ts'
import type { SignedRoot } from '#core/sync/root.ts'
import { note, type Io } from '../io.ts'
import { retrying } from '../retrying.ts'
import {
  checkPinnedKey,
  fingerprint,
  isUnprotected,
  readServerRecord,
  serverUrl,
  writeServerRecord,
} from '../server-record.ts'
import { syncServer } from '../sync-server.ts'
import { defineVerb, dirOption } from '../verb.ts'
import { findWorkspace, type Workspace } from '../workspace.ts'

export default defineVerb({
  name: 'login',
  summary: 'Store a personal token for a server, after trying it',
  options: {
    server: { type: 'string', value: 'URL', description: 'The portal’s address; remembered' },
    token: {
      type: 'string',
      value: 'TOKEN',
      description: 'The token; safer: leave it out and it is asked for, or pipe it in',
    },
    dir: dirOption,
    'trust-new-key': {
      type: 'boolean',
      description: 'Trust the key that the server signs with now, in place of the earlier one',
    },
  },
  async run(values, io) {
    const workspace = findWorkspace(values.dir, io.cwd)
    const known = await readServerRecord(workspace)
    const url = values.server === undefined ? known?.url : serverUrl(values.server)
    if (url === undefined) throw new BadRequest('server_missing', '--server URL is missing')
    if (isUnprotected(url))
      note(io, `warning: ${url} is not encrypted: the token can be read on the way`)
    const token = (values.token ?? io.token ?? (await askForToken(io))).trim()
    if (token === '') throw new BadRequest('token_missing', 'no token was given')

    const root = await tryToken(url, token, io)
    if (known?.key && !values['trust-new-key']) checkPinnedKey(known.key, root.key, url)
    if (known?.key !== root.key) note(io, `trusting the key of ${url}: ${fingerprint(root.key)}`)
    const firstSeen = known?.key === root.key ? known.firstSeen : new Date().toISOString()
    await writeServerRecord(workspace, { url, key: root.key, firstSeen })
    await storeToken(workspace, token)
    io.stdout.write(`signed in at ${url}: ${root.tables.length} tables can be synced\n`)
  },
})

async function tryToken(url: string, token: string, io: Io): Promise<SignedRoot> {
  const server = syncServer(url, token, io.signal)
  try {
    const answer = await retrying(() => server.root(), io.signal)
    const { verifyRoot } = await import('#core/sync/signature.ts')
    return verifyRoot(answer.kind === 'root' ? answer.body : undefined)
  } finally {
    server.close()
  }
}

async function storeToken(workspace: Workspace, token: string): Promise<void> {
  await publishFile(workspace.token, `${token}\n`, 0o600)
}

/** Reads one line; on a terminal what is typed is not shown. */
async function askForToken(io: Io): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  if (io.stdin.isTTY) io.stderr.write('Token (not shown while you type): ')
  const terminal = io.stdin.isTTY === true
  const lines = createInterface({ input: io.stdin, output: silent, terminal })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
    if (terminal) io.stderr.write('\n')
  }
}
