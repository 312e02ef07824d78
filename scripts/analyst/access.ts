import { Unauthorized } from '#core/errors.ts'
import type { Io } from './io.ts'
import { readLogin, writeLogin, type LoginRecord } from './login-record.ts'
import { oauthServer } from './oauth-server.ts'
import { goodToken } from './personal-token.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import { retrying } from './retrying.ts'
import type { Workspace } from './workspace.ts'

/** A token is renewed when it has less than this left: a request with it may wait in a queue. */
const marginMs = 60_000
/** Two tries fit into the ten seconds in which the server answers a refresh token once more. */
const renewal = { attempts: 2, firstMs: 500, longestMs: 1000 }

/** Gives the token for the next request; a long sync asks for it again and again. */
export type Access = () => Promise<string>

/**
 * How this folder shows the server at `url` who asks: the environment's token, else the one by which it
 * is linked, renewed when it ends, else the personal one that is stored. Throws Unauthorized when there
 * is none, or the link is over.
 */
export async function openAccess(workspace: Workspace, url: string, io: Io): Promise<Access> {
  if (io.token) return fixedAccess(goodToken(io.token.trim()))
  const login = await readLogin(workspace)
  if (login) return linkedAccess(workspace, url, login, io)
  const token = (await readTextIfPresent(workspace.token))?.trim()
  if (token) return fixedAccess(goodToken(token))
  const remedy = `Run \`analyst login --server ${url}\`, or set ANALYST_TOKEN.`
  throw new Unauthorized('token_missing', 'this folder is not signed in', { remedy })
}

/** Always the same token. */
export function fixedAccess(token: string): Access {
  return () => Promise.resolve(token)
}

function linkedAccess(workspace: Workspace, url: string, login: LoginRecord, io: Io): Access {
  if (login.server !== url) {
    const remedy = `Run \`analyst login --server ${url}\`.`
    const message = `this folder is signed in at ${login.server}, not at ${url}`
    throw new Unauthorized('other_server', message, { remedy })
  }
  let current = login
  let renewing: Promise<LoginRecord> | undefined
  return async function token() {
    if (isFresh(current)) return current.accessToken
    renewing ??= renew(workspace, login.server, io).finally(() => (renewing = undefined))
    current = await renewing
    return current.accessToken
  }
}

/** Reads the file before every try: another process may have renewed it meanwhile. */
function renew(workspace: Workspace, url: string, io: Io): Promise<LoginRecord> {
  const server = oauthServer(url, io.signal)
  const attempt = async (): Promise<LoginRecord> => {
    const stored = await readLogin(workspace)
    if (stored?.server !== url) throw signedOut(url)
    if (isFresh(stored)) return stored
    const { refreshToken } = stored
    const grant = { grant_type: 'refresh_token', refresh_token: refreshToken }
    const answer = await server.tokens(grant)
    if ('refused' in answer) throw signedOut(url, answer.refused)
    const renewed = { server: url, ...answer }
    await writeLogin(workspace, renewed)
    return renewed
  }
  return retrying(attempt, io.signal, renewal)
}

function isFresh({ expiresAt }: LoginRecord): boolean {
  return expiresAt - Date.now() > marginMs
}

function signedOut(url: string, reason = 'signed out'): Unauthorized {
  const remedy = `Run \`analyst login --server ${url}\`.`
  const message = `${url} does not let this folder in any more (${reason}): it was unlinked, or not used for long`
  return new Unauthorized('signed_out', message, { remedy })
}
