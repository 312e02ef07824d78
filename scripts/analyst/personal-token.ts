import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { BadRequest } from '#core/errors.ts'
import type { Io } from './io.ts'

/** The token as it was given, or read from stdin for `-`; throws BadRequest when there is none. */
export async function personalToken(given: string, io: Io): Promise<string> {
  const token = (given === '-' ? await askForToken(io) : given).trim()
  if (token !== '') return token
  throw new BadRequest('token_missing', 'no token was given')
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
