import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'
import { makeServerDisk, type DiskContents } from './server-disk.ts'
import { QEMU_IMAGE, serverShell, type ServerMachine } from './server-machine.ts'

const run = promisify(execFile)

/**
 * Boots a machine with these files on its disk, emulated: everything takes ten to thirty times as long as on a real
 * one. Whoever starts it ends it.
 */
export async function startServerMachine(copies: DiskContents['copies']): Promise<ServerMachine> {
  const parts = process.env['SERVER_PARTS'] ?? ''
  await using opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(process.env['SERVER_WORK'] ?? tmpdir(), 'server-machine-'))
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  const key = join(folder, 'key')
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  const publicKey = await readFile(`${key}.pub`, 'utf8')
  await makeServerDisk(folder, { root: join(parts, 'root.tar'), publicKey, copies })
  const sshPort = await freePort()
  const name = `server-machine-${randomBytes(4).toString('hex')}`
  const container = spawn('docker', dockerArguments(name, folder, parts, sshPort), {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let console = ''
  const listen = (text: string) => void (console = (console + text).slice(-20_000))
  container.stdout.setEncoding('utf8').on('data', listen)
  container.stderr.setEncoding('utf8').on('data', listen)
  opened.defer(async () => {
    await run('docker', ['rm', '--force', name])
  })
  const ssh = [
    ...['-i', key, '-p', String(sshPort), '-o', 'BatchMode=yes', '-o', 'LogLevel=ERROR'],
    ...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'],
    ...['-o', 'ConnectTimeout=30', '-o', 'ServerAliveInterval=30'],
    ...['-o', 'ControlMaster=auto', '-o', 'ControlPersist=60', '-o', `ControlPath=${folder}/%C`],
    'root@127.0.0.1',
  ]
  // The shell there takes its command apart once more.
  const quoted = (word: string) => `'${word}'`
  const shell = serverShell((words) => Promise.resolve(['ssh', ...ssh, ...words.map(quoted)]))
  await reachable('')
  const kept = opened.move()
  return {
    ...shell,
    async reboot() {
      const before = await bootId()
      await shell.sh('systemctl reboot')
      await run('ssh', ['-O', 'exit', ...ssh]).catch(() => undefined)
      await reachable(before)
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }

  async function bootId(): Promise<string> {
    return (await shell.sh('cat /proc/sys/kernel/random/boot_id')).out.trim()
  }

  async function reachable(before: string): Promise<void> {
    const end = performance.now() + 900_000
    for (;;) {
      const id = await bootId()
      if (id !== '' && id !== before) return
      if (container.exitCode !== null || performance.now() > end) {
        throw new Error(`the server cannot be reached; its console:\n${console}`)
      }
      await sleep(2000)
    }
  }
}

function dockerArguments(
  name: string,
  folder: string,
  parts: string,
  sshPort: number,
): readonly string[] {
  return [
    ...['run', '--rm', '--init', '--network', 'host', '--name', name],
    ...['--volume', `${folder}:/server`, '--volume', `${parts}:/parts:ro`, QEMU_IMAGE],
    ...['qemu-system-x86_64', '-accel', 'tcg,thread=multi', '-cpu', 'Nehalem', '-smp', '2'],
    ...['-m', '7168', '-nographic', '-kernel', '/parts/vmlinuz', '-initrd', '/parts/initrd.img'],
    ...['-append', 'root=/dev/vda rw console=ttyS0 quiet mitigations=off nokaslr'],
    // The disk is thrown away at the end: nobody needs what is not written yet.
    ...['-drive', 'file=/server/disk.img,format=raw,if=virtio,cache=unsafe'],
    ...['-nic', `user,model=virtio-net-pci,hostfwd=tcp:127.0.0.1:${sshPort}-:22`],
    ...['-device', 'virtio-rng-pci'],
  ]
}
