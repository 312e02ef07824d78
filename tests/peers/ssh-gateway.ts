import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sshdConfig } from '../../services/ssh-gateway/sshd-config.ts'
import { whyNoWall } from '../../services/ssh-gateway/wall.ts'
import { writeAccess } from '../../services/ssh-keys/access/write-access.ts'
import { hostKey } from '../../services/ssh-keys/keys/host-key.ts'
import { freePort } from './free-port.ts'
import { putObject } from './put-object.ts'
import { runProgram, type Ended } from './run-program.ts'
import { runSshd } from './ssh-server.ts'

const root = join(import.meta.dirname, '../..')

/** The gateway's sshd and its command on this machine, with the current user as the person. */
export interface TestGateway extends AsyncDisposable {
  readonly username: string
  /** What `rsync -e` takes. */
  readonly ssh: string
  /** Lets the person see these texts as files, with the keys given or the usual one. */
  grant(files: Readonly<Record<string, string>>, keys?: readonly string[]): Promise<void>
  /** Locks the person out. */
  lock(): Promise<void>
  /** A foreign object: nobody was granted it. */
  put(text: string): Promise<string>
  /** Runs ssh with these arguments in front of the command. */
  ask(args: readonly string[], ...command: readonly string[]): Promise<Ended>
  rsync(...args: readonly string[]): Promise<Ended>
}

/** Starts it; only for a machine where `missingForRsync` found nothing. */
export async function startSshGateway(): Promise<TestGateway> {
  const dir = await mkdtemp(join(tmpdir(), 'ssh-gateway-'))
  const access = join(dir, 'access')
  const objects = join(dir, 'objects')
  const scratch = join(dir, 'scratch')
  await mkdir(scratch)
  const host = hostKey(generateKeyPairSync('ed25519').privateKey)
  await writeFile(join(dir, 'host'), host.privateFile, { mode: 0o600 })
  await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(dir, 'key')])
  const [type, blob] = (await readFile(join(dir, 'key.pub'), 'utf8')).split(' ')
  const port = await freePort()
  await writeFile(join(dir, 'known_hosts'), `[127.0.0.1]:${port} ${host.publicLine}\n`)
  const wall = whyNoWall() === undefined ? 'wall' : 'no-wall'
  const serve = join(root, 'services/ssh-gateway/inside/serve.ts')
  const config = sshdConfig(
    {
      address: '127.0.0.1',
      port,
      hostKey: join(dir, 'host'),
      access,
      command: [process.execPath, serve, access, objects, scratch, wall],
    },
    ['PermitRootLogin yes'],
  )
  await writeFile(join(dir, 'config'), config)
  const { username } = userInfo()
  const put = (text: string) => putObject(objects, text)
  await mkdir(access)
  const sshd = await runSshd(join(dir, 'config'), port)
  const options = ['-F', 'none', '-i', join(dir, 'key'), '-p', String(port), '-o', 'BatchMode=yes']
  options.push('-o', `UserKnownHostsFile=${join(dir, 'known_hosts')}`, '-o', 'LogLevel=ERROR')
  const ssh = ['ssh', ...options].join(' ')
  return {
    username,
    ssh,
    put,
    async grant(texts, keys = [`${type} ${blob}`]) {
      const files: Record<string, string> = {}
      for (const [path, text] of Object.entries(texts)) files[path] = await put(text)
      await writeAccess(access, [{ username, keys, files }])
    },
    lock: () => writeAccess(access, []),
    ask: (args, ...command) =>
      runProgram('ssh', [...options, ...args, `${username}@127.0.0.1`, ...command]),
    rsync: (...args) => runProgram('rsync', ['-e', ssh, '--timeout=20', ...args]),
    async [Symbol.asyncDispose]() {
      await sshd.stop()
      await rm(dir, { recursive: true })
    },
  }
}
