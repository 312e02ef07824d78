import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { until } from './until.ts'

const run = promisify(execFile)
const sshd = '/usr/sbin/sshd'

/** A real OpenSSH server on a loopback port with keys of its own. */
export interface SshServer {
  /** What `rsync -e` takes to reach it. */
  readonly command: string
  /** `user@host`, the prefix of a remote path. */
  readonly target: string
  close(): Promise<void>
}

/** Why no OpenSSH server with rsync can be started here; undefined when it can. */
export async function missingForRsync(): Promise<string | undefined> {
  if (!existsSync(sshd)) return `${sshd} is not installed (Debian: openssh-server)`
  try {
    await run('rsync', ['--version'])
    return undefined
  } catch {
    return 'rsync is not installed'
  }
}

/** Starts sshd for the current user; only for a machine where `missingForRsync` found nothing. */
export async function startSshServer(): Promise<SshServer> {
  const dir = await mkdtemp(join(tmpdir(), 'sshd-'))
  for (const name of ['host', 'user']) {
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(dir, name)])
  }
  await copyFile(join(dir, 'user.pub'), join(dir, 'authorized'))
  const port = await freePort()
  await writeFile(
    join(dir, 'config'),
    [
      `ListenAddress 127.0.0.1:${port}`,
      `HostKey ${join(dir, 'host')}`,
      `AuthorizedKeysFile ${join(dir, 'authorized')}`,
      'PidFile none',
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'PermitRootLogin yes',
      '',
    ].join('\n'),
  )
  // The folder of privilege separation, which the system's service would make.
  if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true })
  const child = spawn(sshd, ['-D', '-e', '-f', join(dir, 'config')], { stdio: 'ignore' })
  await until(() => answers(port), 'sshd answers')
  const options = `-i ${join(dir, 'user')} -p ${port} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o BatchMode=yes`
  return {
    command: `ssh ${options}`,
    target: `${userInfo().username}@127.0.0.1`,
    async close() {
      child.kill()
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
      await rm(dir, { recursive: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const answered = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  })
  socket.destroy()
  return answered
}
