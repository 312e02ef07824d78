import { hostname } from 'node:os'
import { note, type Io } from './io.ts'
import type { OAuthServer, Tokens } from './oauth-server.ts'
import { signInByBrowser } from './sign-in-by-browser.ts'
import { signInByCode } from './sign-in-by-code.ts'

/** What the server takes as the name of a machine. */
const nameable = /^[\p{L}\p{N}][\p{L}\p{N} ._'’()-]{0,59}$/u

/** Links this machine: by the browser on it, or by a code when there is none or it cannot be started. */
export async function signIn(server: OAuthServer, io: Io, byCode: boolean): Promise<Tokens> {
  const name = hostname()
  const deviceName = nameable.test(name) ? name : undefined
  const open = byCode ? undefined : io.openBrowser
  if (!open) return signInByCode(server, io, { deviceName })
  try {
    return await signInByBrowser(server, io, { deviceName, open: opening(open) })
  } catch (error) {
    if (!(error instanceof NoBrowser)) throw error
    note(io, `the browser could not be started (${error.message})`)
    return signInByCode(server, io, { deviceName })
  }
}

/** The one failure after which there is another way. */
class NoBrowser extends Error {}

function opening(open: NonNullable<Io['openBrowser']>): (address: string) => Promise<void> {
  return async (address) => {
    try {
      await open(address)
    } catch (cause) {
      throw new NoBrowser(cause instanceof Error ? cause.message : String(cause), { cause })
    }
  }
}
