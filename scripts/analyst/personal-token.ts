import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { BadRequest } from '#core/errors.ts'
import type { Io } from './io.ts'

/** The token as it was given, or read from stdin for `-`; throws BadRequest when there is none. */
export async function personalToken(given: string, io: Io): Promise<string> {
  const token = (given === '-' ? await askForToken(io) : given).trim()
  if (token === '') throw new BadRequest('token_missing', 'no token was given')
  return goodToken(token)
}

/** A token as it can be sent; BadRequest for one with a blank, a quote of a word processor or the like in it. */
export function goodToken(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw new BadRequest('bad_token', 'a token has letters, digits and signs, and nothing between', {
    remedy: 'Copy it anew from the account page, without what stands around it.',
  })
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
