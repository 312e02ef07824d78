import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { text } from 'node:stream/consumers'
import { AppError, messageOf } from '#core/errors.ts'
import type { RemoteArguments } from './remote-arguments.ts'
import { connectionError } from './connection-error.ts'

/** ssh's own exit code for what went wrong on the way (ssh(1)). */
const ON_THE_WAY = 255

/** One connection to a server, over which several commands go: who asks for a passphrase asks once. */
export interface SshConnection extends AsyncDisposable {
  readonly host: string
  /** Runs a script and resolves with what it printed; an AppError when it fails. */
  read(script: string): Promise<string>
  /** Sends a stream into a script's standard input. */
  send(content: Readable, script: string): Promise<void>
  /** Runs a command with this terminal, or these streams, as its own; resolves with its exit code. */
  attach(command: string): Promise<number>
  /** Whether somebody is there whom a program could ask something. */
  readonly terminal: boolean
}

/** Prepares a connection; nothing is sent before the first command. */
export async function openSsh(
  { host, sshConfig }: Pick<RemoteArguments, 'host' | 'sshConfig'>,
  signal: AbortSignal,
  terminal: boolean,
): Promise<SshConnection> {
  const folder = await mkdtemp(join(tmpdir(), 'ssh-'))
  const options = [
    ...(sshConfig === undefined ? [] : ['-F', sshConfig]),
    ...(terminal ? [] : ['-o', 'BatchMode=yes']),
    ...['-o', 'ControlMaster=auto', '-o', `ControlPath=${join(folder, '%C')}`],
    ...['-o', 'ControlPersist=60', '-o', 'ConnectTimeout=20', '-o', 'ServerAliveInterval=30'],
  ]
  const start = (more: readonly string[], command: string, stdio: StdioOptions) =>
    spawn('ssh', [...options, ...more, '--', host, command], { stdio, signal })

  async function read(script: string): Promise<string> {
    const child = start([], script, ['ignore', 'pipe', 'pipe'])
    const [out, err, code] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      ended(child),
    ])
    if (code === 0) return out
    if (code === ON_THE_WAY) throw connectionError(host, err)
    throw new AppError(502, 'remote_failed', `${host}: ${err.trim() || `it ended with ${code}`}`)
  }

  return {
    host,
    terminal,
    read,
    async send(content, script) {
      const child = start([], script, ['pipe', 'ignore', 'pipe'])
      const [err, code] = [textOf(child.stderr), ended(child)]
      // How it ended says more than that its input was closed: that is asked first.
      const broken = await pipeline(content, child.stdin as Writable).then(
        () => undefined,
        messageOf,
      )
      const said = (await err).trim()
      if ((await code) === ON_THE_WAY) throw connectionError(host, said)
      if ((await code) !== 0 || broken !== undefined) {
        throw new AppError(502, 'remote_failed', `${host}: ${said || broken}`)
      }
    },
    async attach(command) {
      const child = start(terminal ? ['-t'] : [], command, 'inherit')
      const code = await ended(child)
      if (code === ON_THE_WAY)
        throw connectionError(host, 'the connection broke; what ran there may still run')
      return code
    },
    async [Symbol.asyncDispose]() {
      const child = spawn('ssh', [...options, '-O', 'exit', '--', host], { stdio: 'ignore' })
      await ended(child)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function ended(child: ChildProcess): Promise<number> {
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    return code ?? 1
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new AppError(500, 'no_ssh', 'ssh is not installed here', {
      remedy: 'Install an OpenSSH client (Debian: apt install openssh-client).',
    })
  }
}

function textOf(stream: Readable | null): Promise<string> {
  return stream ? text(stream) : Promise.resolve('')
}
