import { lstat, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { ConfigError } from '../errors.ts'
import { nothingIfMissing } from '../files/nothing-if-missing.ts'

/**
 * Removes a socket file that a crash left behind. Throws a ConfigError when somebody answers there, or
 * when it is no socket: a wrong path must not cost anyone a file.
 */
export async function removeStaleSocket(path: string): Promise<void> {
  const found = await lstat(path).catch(nothingIfMissing)
  if (found === undefined) return
  if (!found.isSocket()) {
    throw new ConfigError([`${path} is in the way of a socket: move it, or set another folder`])
  }
  if (await isAnswered(path)) {
    throw new ConfigError([`another process listens on ${path}: stop it first`])
  }
  await rm(path, { force: true })
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(false)
      else reject(error)
    })
  })
}
