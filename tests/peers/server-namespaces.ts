import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, rmdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { makeServerRoot, type DiskContents } from './server-disk.ts'
import { serverShell, type ServerMachine } from './server-machine.ts'
import { withoutLimits } from './server-without-limits.ts'

// What a container engine does for an image whose first process is systemd: its own everything but the kernel.
const BOOT = `set -e
echo $$ > "$GROUP/cgroup.procs"
exec unshare --mount --pid --fork --uts --ipc --net --cgroup bash -ec '
mount --make-rprivate /; mount --bind "$ROOT" "$ROOT"; cd "$ROOT"
mount -t proc proc proc; mount -t sysfs sysfs sys; mount -t cgroup2 none sys/fs/cgroup
mount -t tmpfs tmpfs run -o mode=755; mount -t tmpfs tmpfs tmp -o mode=1777; mount -t tmpfs tmpfs dev -o mode=755
for name in null zero full random urandom tty; do touch dev/$name; mount --bind /dev/$name dev/$name; done
mkdir dev/net; mknod dev/net/tun c 10 200; chmod 666 dev/net/tun
mkdir dev/pts dev/shm; mount -t devpts devpts dev/pts -o newinstance,ptmxmode=0666,mode=620,gid=5; ln -s pts/ptmx dev/ptmx
mount -t tmpfs tmpfs dev/shm -o mode=1777; ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin; ln -s /proc/self/fd/1 dev/stdout; ln -s /proc/self/fd/2 dev/stderr
ip link set lo up; hostname server; pivot_root . mnt; umount -l /mnt; mount --make-rshared /
exec env -i container=test PATH=/usr/sbin:/usr/bin /sbin/init'`

/** Nothing of these can be had in namespaces. */
const LEFT_OUT = ['systemd-networkd.service', 'systemd-udevd.service']

/**
 * Debian's systemd as the first process of namespaces of their own: no kernel of its own, and fast. Its
 * units, users and network are the server's alone. Needs root and cgroups of version 2.
 */
export async function startServerNamespaces(
  copies: DiskContents['copies'],
): Promise<ServerMachine> {
  await using opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(process.env['SERVER_WORK'] ?? tmpdir(), 'server-'))
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  const parts = process.env['SERVER_PARTS'] ?? ''
  const contents = { root: join(parts, 'root.tar'), publicKey: '', copies }
  const root = await makeServerRoot(folder, contents)
  const group = join(await unifiedGroups(), basename(folder))
  await mkdir(group)
  opened.defer(() => emptied(group))
  let first: ChildProcess | undefined
  opened.defer(async () => {
    const ended = first && first.exitCode === null && once(first, 'exit')
    await writeFile(join(group, 'cgroup.kill'), '1')
    await ended
  })
  if (!(await hasControllers(group))) await withoutLimits(root)
  const { sh, must } = serverShell(enter)
  await boot()
  const kept = opened.move()
  return {
    sh,
    must,
    async reboot() {
      const ended = first && once(first, 'exit')
      await sh('systemctl reboot')
      await ended
      await boot()
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }

  async function boot(): Promise<void> {
    const env = { ...process.env, ROOT: root, GROUP: group }
    first = spawn('bash', ['-c', BOOT], { stdio: 'ignore', env })
    const masked = LEFT_OUT.map((unit) => `ln -sf /dev/null ${root}/etc/systemd/system/${unit}`)
    await promisify(execFile)('bash', ['-c', masked.join(';')])
    const end = performance.now() + 300_000
    while (!/running|degraded/.test((await sh('systemctl is-system-running')).out)) {
      if (performance.now() > end) throw new Error('the server’s systemd does not come up')
      await sleep(500)
    }
  }

  async function enter(words: readonly string[]): Promise<readonly string[] | string> {
    const processes = join(group, 'init.scope/cgroup.procs')
    const [pid = ''] = (await readFile(processes, 'utf8').catch(() => '')).split('\n')
    if (pid === '') return 'no systemd runs'
    const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin'
    const namespaces = ['-t', pid, '-m', '-p', '-u', '-i', '-n', '-C']
    return ['nsenter', ...namespaces, 'env', '-i', path, 'HOME=/root', ...words]
  }
}

/** Whether limits can be set in these cgroups: on older machines that is done in those of version 1. */
async function hasControllers(group: string): Promise<boolean> {
  return (await readFile(join(group, 'cgroup.controllers'), 'utf8')).includes('memory')
}

/** Where this machine has its cgroups of version 2: beside those of version 1 on older ones. */
async function unifiedGroups(): Promise<string> {
  const mounts = await readFile('/proc/self/mounts', 'utf8')
  const found = /^\S+ (\S+) cgroup2 /m.exec(mounts)?.[1]
  if (found === undefined) throw new Error('no cgroups of version 2 are mounted')
  return found
}

/** Removes a group when its last process, which was killed, is gone. */
async function emptied(group: string): Promise<void> {
  while ((await readFile(join(group, 'cgroup.events'), 'utf8')).includes('populated 1')) {
    await sleep(50)
  }
  const { stdout } = await promisify(execFile)('find', [group, '-depth', '-type', 'd'])
  for (const path of stdout.trim().split('\n')) await rmdir(path)
}
