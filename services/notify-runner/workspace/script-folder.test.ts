import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
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
  await assert.rejects(folders.remove('eve', 'secret-plan.py'), { code: 'unknown_script' })
  assert.deepEqual(await readdir(join(homes, 'ann/user/mine')), ['secret-plan.py'])
  await assert.rejects(folders.write('ann', 'a.py', 'x'.repeat(300_000)), {
    code: 'script_too_large',
  })
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
