import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { messageOf } from '#core/errors.ts'
import { readAccess, type Access } from './access.ts'
import { makeView } from './make-view.ts'
import { readRequest, type Request } from './read-request.ts'
import { Refusal } from './refusal.ts'
import { wallCommand } from './wall.ts'

/** Where the gateway finds and puts things. */
export interface Places {
  /** Who may do what, as the portal writes it. */
  readonly access: string
  readonly objects: string
  readonly scratch: string
}

/** One connection that sshd has let in. */
export interface Connection extends Places {
  readonly username: string
  /** The file in which sshd says by which key (sshd_config(5), ExposeAuthInfo). */
  readonly authFile: string
  readonly command: string | undefined
  readonly wall: boolean
  /** Ends the connection as a whole, with the sessions that it may still open. */
  hangUp(): void
}

/** How often an open connection is asked whether it still may. */
const WATCH_MS = 1_000

/**
 * Answers one request and resolves with its exit code; a Refusal says what is not done here. When the key or
 * the person loses access, or a table is taken from them, it ends in the middle.
 */
export async function serveConnection(connection: Connection): Promise<number> {
  const request = readRequest(connection.command)
  const key = await signedInWith(connection.authFile)
  const access = () => readAccess(connection.access, connection.username, key)
  const granted = await access()
  await using view = await makeView(granted, connection)
  const program = programOf(request)
  const [command = '', ...args] = connection.wall ? [...wallCommand(view), ...program] : program
  const child = spawn(command, args, {
    cwd: view.path,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', HOME: view.path },
    stdio: 'inherit',
  })
  const look = () => stillGranted(access, granted).then(endUnless, giveUp)
  const watch = setInterval(() => void look(), WATCH_MS)
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    return code ?? 1
  } finally {
    clearInterval(watch)
  }

  /** Whoever cannot see what is granted lets nobody go on. */
  function giveUp(error: unknown): void {
    process.stderr.write(`ssh-gateway: ${messageOf(error)}\n`)
    endUnless(false)
  }

  function endUnless(granted: boolean): void {
    if (granted) return
    child.kill('SIGKILL')
    connection.hangUp()
  }
}

async function stillGranted(access: () => Promise<Access>, before: Access): Promise<boolean> {
  try {
    const { files } = await access()
    return Object.keys(before.files).every((path) => files[path] !== undefined)
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

function programOf(request: Request): readonly string[] {
  if (request.program === 'rsync') return ['rsync', '--server', '--sender', ...request.args]
  // -R: only what reads (sftp-server(8)).
  return ['/usr/lib/openssh/sftp-server', '-R']
}

/** The first line of what sshd exposes: `publickey TYPE BASE64`. */
async function signedInWith(authFile: string): Promise<string> {
  const [line = ''] = (await readFile(authFile, 'utf8')).split('\n')
  const [method, ...key] = line.trim().split(' ')
  if (method !== 'publickey') throw new Refusal('sign in with a key')
  return key.join(' ')
}
