import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'
import { until } from './until.ts'

const run = promisify(execFile)
const sshd = '/usr/sbin/sshd'

/** A real OpenSSH server on a loopback port with keys of its own. */
export interface SshServer {
  /** What `rsync -e` takes to reach it. */
  readonly command: string
  /** `user@host`, the prefix of a remote path. */
  readonly target: string
  /** A file for `ssh -F` by which the name `server` is this one. */
  readonly config: string
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

/**
 * Starts sshd for the current user; only for a machine where `missingForRsync` found nothing. `home` is the home
 * folder that who comes finds.
 */
export async function startSshServer({ home }: { home?: string } = {}): Promise<SshServer> {
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
      ...(home === undefined ? [] : [`SetEnv HOME=${home}`]),
      '',
    ].join('\n'),
  )
  const running = await runSshd(join(dir, 'config'), port)
  const options = `-i ${join(dir, 'user')} -p ${port} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o BatchMode=yes`
  const config = join(dir, 'ssh_config')
  const known = `UserKnownHostsFile ${join(dir, 'known_hosts')}`
  const to = ['HostName 127.0.0.1', `Port ${port}`, `User ${userInfo().username}`]
  const identity = [`IdentityFile ${join(dir, 'user')}`, 'IdentitiesOnly yes', known]
  const strict = ['StrictHostKeyChecking yes', 'GlobalKnownHostsFile none']
  const lines = [...to, ...identity, ...strict]
  await writeFile(config, ['Host server', ...lines, ''].join('\n'))
  const [type, blob] = (await readFile(join(dir, 'host.pub'), 'utf8')).split(' ')
  await writeFile(join(dir, 'known_hosts'), `[127.0.0.1]:${port} ${type} ${blob}\n`)
  return {
    config,
    command: `ssh ${options}`,
    target: `${userInfo().username}@127.0.0.1`,
    async close() {
      await running.stop()
      await rm(dir, { recursive: true })
    },
  }
}

/** Starts sshd with a configuration that listens on this port; resolves when it answers. */
export async function runSshd(config: string, port: number): Promise<{ stop(): Promise<void> }> {
  // The folder of privilege separation, which the system's service would make.
  if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true })
  const child = spawn(sshd, ['-D', '-e', '-f', config], { stdio: 'ignore' })
  await until(() => answers(port), 'sshd answers')
  return {
    async stop() {
      child.kill()
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
    },
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const answered = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  })
  socket.destroy()
  return answered
}
