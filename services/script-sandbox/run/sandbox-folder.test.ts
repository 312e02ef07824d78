import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, lstat, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, before, test } from 'node:test'
import { makeSandboxFolder } from './sandbox-folder.ts'
import { makeScratchFolder } from './scratch-folder.ts'

let tmp: string
before(async () => {
  tmp = await mkdtemp(join(tmpdir(), 'tmp-'))
})
after(() => rm(tmp, { recursive: true }))

const names = async () => (await readdir(tmp)).sort()
const made = async () => basename(await makeSandboxFolder(tmp))

/** Another sandbox, as far as its folder goes: a process of its own, which lives until it is killed. */
async function openOther(): Promise<{ readonly name: string; readonly process: ChildProcess }> {
  const source = `
    import { makeSandboxFolder } from ${JSON.stringify(join(import.meta.dirname, 'sandbox-folder.ts'))}
    process.send(await makeSandboxFolder(${JSON.stringify(tmp)}))
    setInterval(() => {}, 1000)`
  const other = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [folder] = (await once(other, 'message')) as [string]
  return { name: basename(folder), process: other }
}

async function kill({ process: other }: { readonly process: ChildProcess }): Promise<void> {
  const ended = once(other, 'exit')
  other.kill('SIGKILL')
  await ended
}

test('what a sandbox that was killed had left stayed for ever: the next one removes it, also folders that a script closed', async () => {
  const other = await openOther()
  const scratch = join(tmp, other.name, 'run-a1b2c3')
  await mkdir(join(scratch, 'closed'), { recursive: true })
  await writeFile(join(scratch, 'closed/rows.csv'), 'salary')
  await chmod(join(scratch, 'closed'), 0)
  const own = await made()
  assert.deepEqual(await names(), [other.name, own].sort(), 'the other one still runs')
  await kill(other)
  const next = await made()
  assert.deepEqual(await names(), [next], 'an earlier one of this very number is of no use either')
})

test('what only looks like it is left alone, and a link leads to no removal elsewhere', async () => {
  const elsewhere = join(tmp, 'elsewhere')
  await mkdir(elsewhere)
  await writeFile(join(elsewhere, 'kept'), '')
  const other = await openOther()
  await kill(other)
  await rm(join(tmp, other.name), { recursive: true })
  await symlink(elsewhere, join(tmp, other.name))
  const alike = ['script-sandbox-', 'script-sandbox-x-abcdef', 'my-script-sandbox-1-abcdef']
  for (const name of alike) await mkdir(join(tmp, name))
  await made()
  const left = await names()
  for (const name of alike) assert.ok(left.includes(name), name)
  assert.deepEqual(await readdir(elsewhere), ['kept'])
})

test('others can go through the folder of a sandbox and read nothing of its names', async () => {
  assert.equal((await lstat(await makeSandboxFolder(tmp))).mode & 0o777, 0o711)
})

test('a run whose folder could not be filled, as on a full disk, left it behind: nothing is left', async () => {
  const folder = await makeSandboxFolder(tmp)
  const request = { fileName: 'nowhere/script.py', source: '' }
  await assert.rejects(makeScratchFolder(folder, request, [], undefined), { code: 'ENOENT' })
  assert.deepEqual(await readdir(folder), [])
  const { scratch, script } = await makeScratchFolder(
    folder,
    { fileName: 'script.py', source: 'print(1)' },
    [{ schema: 'shop', name: 'orders', files: ['/data/a'] }],
    undefined,
  )
  assert.equal(script, join(scratch, 'script.py'))
  assert.deepEqual((await readdir(scratch)).sort(), ['.matplotlib', '.tables.json', 'script.py'])
})
