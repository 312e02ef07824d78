import { execFile } from 'node:child_process'
import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What is put into the root of a server before its first boot. */
export interface DiskContents {
  /** The archive of a bare Debian's root. */
  readonly root: string
  /** Who may sign in as root by ssh. */
  readonly publicKey: string
  /** Folders and files of this machine, and where they lie on the server. */
  readonly copies: readonly { readonly from: string; readonly to: string }[]
}

// It has one card, at the address that QEMU's own network gives its guest.
const NETWORK = `[Match]
Name=e*

[Network]
Address=10.0.2.15/24
Gateway=10.0.2.2
LinkLocalAddressing=no
`

/** Nobody is to pay for these with emulated time. */
const MASKED = [
  'apt-daily.timer',
  'apt-daily-upgrade.timer',
  'dpkg-db-backup.timer',
  'e2scrub_all.timer',
  'fstrim.timer',
  'podman-auto-update.timer',
  'serial-getty@ttyS0.service',
]

/** A raw disk with one ext4 file system, sparse, as `folder/disk.img`. Needs root, for the owners of files. */
export async function makeServerDisk(folder: string, contents: DiskContents): Promise<string> {
  const root = await makeServerRoot(folder, contents)
  const disk = join(folder, 'disk.img')
  await run('mke2fs', ['-q', '-t', 'ext4', '-d', root, disk, '24G'])
  await rm(root, { recursive: true })
  return disk
}

/** The root of a server as `folder/root`. */
export async function makeServerRoot(folder: string, contents: DiskContents): Promise<string> {
  const root = join(folder, 'root')
  await mkdir(root)
  await run('tar', ['--extract', '--numeric-owner', '--file', contents.root, '--directory', root])
  const text: Readonly<Record<string, string>> = {
    'etc/hostname': 'server\n',
    'etc/hosts': '127.0.0.1 localhost server\n',
    'etc/systemd/network/10-card.network': NETWORK,
    'root/.ssh/authorized_keys': contents.publicKey,
    // As an installer leaves it: the first boot gives the machine its id.
    'etc/machine-id': '',
  }
  for (const [path, content] of Object.entries(text)) {
    await mkdir(dirname(join(root, path)), { recursive: true, mode: 0o755 })
    await writeFile(join(root, path), content)
  }
  const wanted = join(root, 'etc/systemd/system/multi-user.target.wants')
  await symlink(
    '/usr/lib/systemd/system/systemd-networkd.service',
    join(wanted, 'systemd-networkd.service'),
  )
  for (const unit of MASKED) {
    const link = join(root, 'etc/systemd/system', unit)
    await rm(link, { force: true })
    await symlink('/dev/null', link)
  }
  for (const { from, to } of contents.copies) {
    await cp(from, join(root, to), { recursive: true, verbatimSymlinks: true })
  }
  return root
}
