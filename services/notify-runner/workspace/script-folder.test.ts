import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openScriptFolders, type ScriptFolders } from './script-folder.ts'

let homes: string
let folders: ScriptFolders
before(async () => {
  homes = await mkdtemp(join(tmpdir(), 'homes-'))
  folders = openScriptFolders(homes)
})
after(() => rm(homes, { recursive: true }))

test('real home directories: files that are put there are the scripts, others are none', async () => {
  const folder = join(homes, 'ann/user/notifications')
  await mkdir(join(folder, 'folder.py'), { recursive: true })
  for (const name of ['b.py', 'a.sql', 'c.js', 'notes.md', '.hidden.py', 'with blank.py'])
    await writeFile(join(folder, name), name)
  await symlink('/etc/hostname', join(folder, 'link.py'))
  await mkdir(join(homes, 'lost+found'))
  assert.deepEqual(await folders.list('ann'), ['a.sql', 'b.py', 'c.js'])
  assert.equal(await folders.read('ann', 'a.sql'), 'a.sql')
  assert.deepEqual(await folders.people(), ['ann'])
  await assert.rejects(folders.read('ann', 'link.py'), { code: 'not_a_plain_file' })
})

test('who has no folder has no scripts, and gets one with the first', async () => {
  assert.deepEqual(await folders.list('bob'), [])
  await assert.rejects(folders.read('bob', 'a.py'), { code: 'unknown_script' })
  await folders.write('bob', 'a.py', 'print(1)')
  assert.equal(await folders.read('bob', 'a.py'), 'print(1)')
  await folders.remove('bob', 'a.py')
  await assert.rejects(folders.remove('bob', 'a.py'), { code: 'unknown_script' })
})

test('a folder that leads elsewhere is neither listed nor written to, and nothing is made at its end', async () => {
  await mkdir(join(homes, 'mal'))
  await mkdir(join(homes, 'elsewhere'))
  await symlink('../elsewhere', join(homes, 'mal/user'))
  await assert.rejects(folders.write('mal', 'a.py', 'x'), { code: 'not_a_plain_folder' })
  assert.deepEqual(await readdir(join(homes, 'elsewhere')), [])
  await rm(join(homes, 'elsewhere'), { recursive: true })
  await rm(join(homes, 'mal'), { recursive: true })
  await mkdir(join(homes, 'eve/user'), { recursive: true })
  await mkdir(join(homes, 'ann/user/mine'))
  await symlink('../../ann/user/mine', join(homes, 'eve/user/notifications'))
  await assert.rejects(folders.write('eve', 'a.py', 'x'), { code: 'not_a_plain_folder' })
  await writeFile(join(homes, 'ann/user/mine/secret-plan.py'), '')
  await assert.rejects(folders.list('eve'), { code: 'not_a_plain_folder' })
  await assert.rejects(folders.remove('eve', 'secret-plan.py'), { code: 'not_a_plain_folder' })
  assert.deepEqual(await readdir(join(homes, 'ann/user/mine')), ['secret-plan.py'])
  await assert.rejects(folders.write('ann', 'a.py', 'x'.repeat(300_000)), {
    code: 'script_too_large',
  })
})

test('a folder that is exchanged for a link while a script is written or removed leads into nobody else’s', async () => {
  const [mine, theirs] = [join(homes, 'kim/user'), join(homes, 'lea/user/notifications')]
  await mkdir(join(mine, 'notifications'), { recursive: true })
  await mkdir(theirs, { recursive: true })
  await writeFile(join(theirs, 'hers.py'), '')
  // Any step may fail, since the folder is made again meanwhile.
  const exchange = `
    const { mkdirSync, rmSync, symlinkSync } = require('node:fs')
    process.chdir(process.argv[1])
    const step = (change) => { try { change() } catch { return false } }
    for (;;) {
      step(() => rmSync('notifications', { recursive: true, force: true }))
      step(() => symlinkSync(process.argv[2], 'notifications'))
      step(() => rmSync('notifications', { recursive: true, force: true }))
      step(() => mkdirSync('notifications'))
    }`
  const rival = spawn(process.execPath, ['-e', exchange, mine, theirs], { stdio: 'ignore' })
  const ended = once(rival, 'close')
  let written = 0
  try {
    for (let turn = 0; turn < 400; turn += 1) {
      await folders.write('kim', 'planted.py', 'x').then(() => (written += 1), unlessRefused)
      await folders.remove('kim', 'hers.py').catch(unlessRefused)
    }
  } finally {
    rival.kill('SIGKILL')
    await ended
  }
  assert.deepEqual(await readdir(theirs), ['hers.py'])
  assert.ok(written > 0, 'none was written at all')
})

/** What the exchange makes of a folder at one moment or another. */
function unlessRefused(error: NodeJS.ErrnoException): void {
  const codes = ['not_a_plain_folder', 'unknown_script', 'home_not_writable', 'ENOENT']
  if (!codes.includes(error.code ?? '')) throw error
}

test('what stands in the way of a folder is told, and a folder in the place of a script is none', async () => {
  await mkdir(join(homes, 'max'))
  await writeFile(join(homes, 'max/user'), '')
  assert.deepEqual(await folders.list('max'), [])
  await assert.rejects(folders.write('max', 'a.py', ''), { code: 'home_not_writable' })
  await mkdir(join(homes, 'loop/user'), { recursive: true })
  await symlink('notifications', join(homes, 'loop/user/notifications'))
  await assert.rejects(folders.list('loop'), { code: 'not_a_plain_folder' })
  await mkdir(join(homes, 'dir/user/notifications/a.py'), { recursive: true })
  await assert.rejects(folders.remove('dir', 'a.py'), { code: 'unknown_script' })
  for (const name of ['../ann', 'Ann', '', 'a/b', 'a\0b'])
    await assert.rejects(folders.list(name), { code: 'invalid_username' }, name)
})

const asRoot = process.getuid?.() === 0
const look = `
import { openScriptFolders } from ${JSON.stringify(join(import.meta.dirname, 'script-folder.ts'))}
const folders = openScriptFolders(process.argv[1])
for (const work of [() => folders.list('zoe'), () => folders.read('zoe', 'a.py'), () => folders.write('zoe', 'a.py', '')])
  await work().catch(({ code, remedy }) => console.log(code, Boolean(remedy)))`

test('a home that is closed to the stack is told of, with the remedy', async () => {
  const home = join(homes, 'zoe')
  await mkdir(join(home, 'user/notifications'), { recursive: true })
  await writeFile(join(home, 'user/notifications/a.py'), '')
  await chmod(homes, 0o711)
  await chmod(home, 0)
  // Nothing is closed to root: another account looks.
  const other = { uid: 65_533, gid: 65_533 }
  if (asRoot) await chown(home, 0, 0)
  const args = ['--input-type=module', '-e', look, homes]
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    ...(asRoot && other),
    encoding: 'utf8',
  })
  await chmod(home, 0o700)
  const closed = ['home_not_readable true', 'home_not_readable true', 'home_not_writable true']
  assert.deepEqual(stdout.trim().split('\n'), closed, stderr)
})

/** With a disk of 64 KB at a folder, which nobody else sees. */
function onSmallDisk(folder: string, ...program: readonly string[]) {
  const mounted = 'mount -t tmpfs -o size=64k tmpfs "$0" && exec "$@"'
  const args = ['--mount', 'sh', '-c', mounted, folder, ...program]
  return spawnSync('unshare', args, { encoding: 'utf8' })
}
const skip = onSmallDisk(tmpdir(), 'true').status !== 0 && 'no disk can be mounted here'
const fill = `
import { openScriptFolders } from ${JSON.stringify(join(import.meta.dirname, 'script-folder.ts'))}
const folders = openScriptFolders(process.argv[1])
await folders.write('ann', 'a.py', 'print(1)')
await folders.write('ann', 'a.py', 'x'.repeat(100_000))
  .catch(({ code, remedy }) => console.log(code, Boolean(remedy)))
console.log(await folders.read('ann', 'a.py'))`

test(
  'a script for which there is no room is told of with the remedy, and the one before it stays',
  { skip },
  () => {
    const program = [process.execPath, '--input-type=module', '-e', fill, homes]
    const { stdout, stderr } = onSmallDisk(homes, ...program)
    assert.equal(stdout, 'home_full true\nprint(1)\n', stderr)
  },
)
