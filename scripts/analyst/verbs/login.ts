import { mkdir, rm } from 'node:fs/promises'
import { BadRequest } from '#core/errors.ts'
import { publishFile } from '#core/files/publish-file.ts'
import type { SignedRoot } from '#core/sync/root.ts'
import { fixedAccess } from '../access.ts'
import { note, type Io } from '../io.ts'
import { readLogin, removeLogin, writeLogin } from '../login-record.ts'
import { oauthServer } from '../oauth-server.ts'
import { personalToken } from '../personal-token.ts'
import { retrying } from '../retrying.ts'
import {
  checkPinnedKey,
  fingerprint,
  isUnprotected,
  readServerRecord,
  serverUrl,
  writeServerRecord,
} from '../server-record.ts'
import { signIn } from '../sign-in.ts'
import { endDevice } from '../sign-out.ts'
import { syncServer } from '../sync-server.ts'
import { defineVerb, dirOption } from '../verb.ts'
import { findWorkspace, type Workspace } from '../workspace.ts'

export default defineVerb({
  name: 'login',
  summary: 'Sign this folder in at a server, by the browser or by a code',
  details: [
    'Opens the browser of this machine. Where there is none, or with --device, it shows a code that you',
    'type into any browser. `analyst logout` ends it, and so does your account page.',
  ].join('\n'),
  options: {
    server: { type: 'string', value: 'URL', description: 'The portal’s address; remembered' },
    device: { type: 'boolean', description: 'Show a code for a browser on another machine' },
    token: {
      type: 'string',
      value: 'TOKEN',
      description: 'Store a personal token instead; safer: - asks for it, or reads it from a pipe',
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
    const trust = values['trust-new-key'] ? undefined : (known?.key ?? undefined)
    const given = values.token ?? (values.device ? undefined : io.token || undefined)
    const root =
      given === undefined
        ? await link(workspace, { url, trust, byCode: values.device }, io)
        : await keepToken(workspace, { url, trust, token: await personalToken(given, io) }, io)
    if (known?.key !== root.key) note(io, `trusting the key of ${url}: ${fingerprint(root.key)}`)
    const firstSeen = known?.key === root.key ? known.firstSeen : new Date().toISOString()
    await writeServerRecord(workspace, { url, key: root.key, firstSeen })
    io.stdout.write(`signed in at ${url}: ${root.tables.length} tables can be synced\n`)
  },
})

/** The server, and the key that its root must be signed with. */
interface Trusted {
  readonly url: string
  readonly trust: string | undefined
}

/** Links the folder; an earlier link of it ends, and so does the new one when it cannot be used. */
async function link(
  workspace: Workspace,
  { url, trust, byCode }: Trusted & { readonly byCode: boolean },
  io: Io,
): Promise<SignedRoot> {
  const earlier = await readLogin(workspace)
  const tokens = await signIn(oauthServer(url, io.signal), io, byCode)
  let root: SignedRoot
  try {
    root = await readRoot(url, tokens.accessToken, trust, io)
    await writeLogin(workspace, { server: url, ...tokens })
  } catch (error) {
    await endDevice(url, tokens.refreshToken, io)
    throw error
  }
  await rm(workspace.token, { force: true })
  if (earlier) await endDevice(earlier.server, earlier.refreshToken, io)
  return root
}

async function keepToken(
  workspace: Workspace,
  { url, trust, token }: Trusted & { readonly token: string },
  io: Io,
): Promise<SignedRoot> {
  const root = await readRoot(url, token, trust, io)
  const earlier = await readLogin(workspace)
  await mkdir(workspace.control, { recursive: true })
  await publishFile(workspace.token, `${token}\n`, 0o600)
  await removeLogin(workspace)
  if (earlier) await endDevice(earlier.server, earlier.refreshToken, io)
  return root
}

/** What can be synced: tries the token and the key before anything is stored. */
async function readRoot(
  url: string,
  token: string,
  trust: string | undefined,
  io: Io,
): Promise<SignedRoot> {
  const server = syncServer(url, fixedAccess(token), io.signal)
  try {
    const answer = await retrying(() => server.root(), io.signal)
    const { verifyRoot } = await import('#core/sync/signature.ts')
    const root = verifyRoot(answer.kind === 'root' ? answer.body : undefined)
    if (trust !== undefined) checkPinnedKey(trust, root.key, url)
    return root
  } finally {
    server.close()
  }
}
