import { rm } from 'node:fs/promises'
import { makeFolder } from '#core/files/make-folder.ts'
import { publishFile } from '#core/files/publish-file.ts'
import type { SignedRoot } from '#core/sync/root.ts'
import { fixedAccess } from './access.ts'
import type { Io } from './io.ts'
import { readLogin, removeLogin, writeLogin } from './login-record.ts'
import { oauthServer } from './oauth-server.ts'
import { retrying } from './retrying.ts'
import { checkPinnedKey } from './server-record.ts'
import { signIn } from './sign-in.ts'
import { endDevice } from './sign-out.ts'
import { syncServer } from './sync-server.ts'
import type { Workspace } from './workspace.ts'

/** The server, and the key that its root must be signed with. */
export interface Trusted {
  readonly url: string
  readonly trust: string | undefined
}

/**
 * Links the folder and resolves with what can be synced. An earlier link of it ends, and so does the new
 * one when it cannot be used.
 */
export async function linkFolder(
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

/** Stores a personal token, in the place of a link, and resolves with what can be synced by it. */
export async function keepToken(
  workspace: Workspace,
  { url, trust, token }: Trusted & { readonly token: string },
  io: Io,
): Promise<SignedRoot> {
  const earlier = await readLogin(workspace)
  const root = await readRoot(url, token, trust, io)
  await makeFolder(workspace.control)
  await publishFile(workspace.token, `${token}\n`, 0o600)
  await removeLogin(workspace)
  if (earlier) await endDevice(earlier.server, earlier.refreshToken, io)
  return root
}

/** Tries the token and the key before anything is stored. */
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
