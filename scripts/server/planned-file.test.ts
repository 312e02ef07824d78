import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileStep } from './planned-file.ts'
import { serverCommands } from './server-commands.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'planned-'))
})
after(() => rm(folder, { recursive: true }))

const commands = serverCommands({})
const plan = (name: string, content: string | undefined, mode?: number) =>
  fileStep({ path: join(folder, name), content, ...(mode !== undefined && { mode }) }, commands)

test('a file that is not there is made with its folders and its mode, and is then as it should be', async () => {
  const step = await plan('a/b/webapp.env', 'A=1\n', 0o640)
  assert.deepEqual([step?.does, step?.diff], ['create', undefined])
  assert.ok(!existsSync(join(folder, 'a')), 'a plan makes nothing')
  await step?.apply()
  const path = join(folder, 'a/b/webapp.env')
  assert.equal(await readFile(path, 'utf8'), 'A=1\n')
  assert.equal((await stat(path)).mode & 0o777, 0o640)
  assert.equal(await plan('a/b/webapp.env', 'A=1\n', 0o640), undefined)
})

test('a file that differs shows how, before it is changed', async () => {
  await writeFile(join(folder, 'unit'), 'old\nsame\n')
  const step = await plan('unit', 'new\nsame\n')
  assert.equal(step?.does, 'change')
  assert.match(
    step?.diff ?? '',
    /^--- .*unit\n\+\+\+ .*unit \(new\)\n@@.*@@\n-old\n\+new\n same\n$/,
  )
  await step?.apply()
  assert.equal(await readFile(join(folder, 'unit'), 'utf8'), 'new\nsame\n')
})

test('a file that is to be gone is removed once, and no plan when it is gone', async () => {
  await writeFile(join(folder, 'gone'), '')
  const step = await plan('gone', undefined)
  assert.equal(step?.does, 'remove')
  await step?.apply()
  assert.equal(await plan('gone', undefined), undefined)
})

test('a difference that cannot be shown stops nothing, and says why', async () => {
  await writeFile(join(folder, 'odd'), 'old')
  const without = {
    ...commands,
    ask: () => Promise.resolve({ code: 2, out: '', err: 'no diff\n' }),
  }
  const step = await fileStep({ path: join(folder, 'odd'), content: 'new' }, without)
  assert.equal(step?.diff, '(no difference can be shown: no diff)')
})

const modeOf = async (name: string) => ((await stat(join(folder, name))).mode & 0o7777).toString(8)

// Only the content was looked at: a file of secrets that was opened to all stayed so.
test('a file whose mode was changed gets its own again, and its content is left alone', async () => {
  await (await plan('secrets.env', 'A=1\n', 0o640))?.apply()
  await chmod(join(folder, 'secrets.env'), 0o666)
  const step = await plan('secrets.env', 'A=1\n', 0o640)
  assert.deepEqual([step?.does, step?.what], ['change', join(folder, 'secrets.env')])
  assert.equal(step?.diff, 'mode 666 becomes 640')
  assert.equal(await modeOf('secrets.env'), '666', 'a plan changes nothing')
  await step?.apply()
  assert.equal(await modeOf('secrets.env'), '640')
  assert.equal(await readFile(join(folder, 'secrets.env'), 'utf8'), 'A=1\n')
  assert.equal(await plan('secrets.env', 'A=1\n', 0o640), undefined)
})

test('a file without a mode of its own keeps the one that the operator gave it', async () => {
  await (await plan('own', 'A=1\n'))?.apply()
  await chmod(join(folder, 'own'), 0o600)
  assert.equal(await plan('own', 'A=1\n'), undefined)
})

test('a file that differs in both is written with the mode that is planned', async () => {
  await writeFile(join(folder, 'both'), 'old', { mode: 0o666 })
  await chmod(join(folder, 'both'), 0o666)
  await (await plan('both', 'new', 0o640))?.apply()
  assert.equal(await modeOf('both'), '640')
})
