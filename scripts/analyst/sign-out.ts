import { rm } from 'node:fs/promises'
import { messageOf } from '#core/errors.ts'
import { note, type Io } from './io.ts'
import { readLogin, removeLogin } from './login-record.ts'
import { oauthServer } from './oauth-server.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import { retrying } from './retrying.ts'
import type { Workspace } from './workspace.ts'

/** What there was to sign out of. */
export type SignedOut = 'linked' | 'personal-token' | 'nothing'

/** Removes what lets this folder in, and tells the server first; when that fails, what is here stays. */
export async function signOut(workspace: Workspace, io: Io): Promise<SignedOut> {
  const login = await readLogin(workspace)
  const token = await readTextIfPresent(workspace.token)
  if (login) await revoke(login.server, login.refreshToken, io)
  await removeLogin(workspace)
  await rm(workspace.token, { force: true })
  if (login) return 'linked'
  return token === undefined ? 'nothing' : 'personal-token'
}

/** Ends a device that nobody needs any more; a failure is said and stops nothing. */
export async function endDevice(url: string, refreshToken: string, io: Io): Promise<void> {
  try {
    await revoke(url, refreshToken, io)
  } catch (error) {
    note(io, `warning: a link stays until you end it on the account page: ${messageOf(error)}`)
  }
}

function revoke(url: string, refreshToken: string, io: Io): Promise<void> {
  const policy = { attempts: 3, firstMs: 500, longestMs: 5000 }
  return retrying(() => oauthServer(url, io.signal).revoke(refreshToken), io.signal, policy)
}
