import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import type { MemoryServer, TeamRule } from './memory-server.ts'
import { placeRules, pullRules } from './place-rules.ts'

const rule = (id: string, text = `- ${id}\n`): TeamRule => ({ name: `km_${id}.md`, text })
const [a, b, c] = ['a', 'b', 'c'].map((letter) => rule(letter.repeat(12))) as [
  TeamRule,
  TeamRule,
  TeamRule,
]

async function place(t: TestContext) {
  const dir = await mkdtemp(join(tmpdir(), 'rules-'))
  t.after(() => rm(dir, { recursive: true }))
  const folder = join(dir, '.claude/rules')
  const text = (name: string) => readFile(join(folder, name), 'utf8')
  return { dir, folder, text, names: async () => (await readdir(folder)).toSorted() }
}

test('the rules there are exactly those of the team, and how many changed is told', async (t) => {
  const { folder, names, text } = await place(t)
  assert.equal(await placeRules(folder, [a, b]), 2)
  assert.equal(await placeRules(folder, [a, b]), 0)
  assert.equal(await placeRules(folder, [rule('a'.repeat(12), 'other'), c]), 3)
  assert.deepEqual(await names(), [a.name, c.name])
  assert.equal(await text(a.name), 'other')
  assert.equal(await placeRules(folder, []), 2)
  assert.deepEqual(await names(), [])
})

test('where the team has no rules none is made, not even the folder', async (t) => {
  const { dir, folder } = await place(t)
  assert.equal(await placeRules(folder, []), 0)
  assert.deepEqual(await readdir(dir), [])
})

test('rules of the analyst’s own stay, however alike their names are', async (t) => {
  const { folder, names } = await place(t)
  await mkdir(folder, { recursive: true })
  const own = ['km_mine.md', 'km_abc.txt', 'km_.md', 'notes.md', 'KM_ABC.md', 'km_abc.md.bak']
  for (const name of own) await writeFile(join(folder, name), 'mine')
  await mkdir(join(folder, 'deeper'))
  await writeFile(join(folder, 'deeper/km_abc.md'), 'mine')
  await placeRules(folder, [a])
  await placeRules(folder, [])
  assert.deepEqual(await names(), [...own, 'deeper'].toSorted())
  assert.deepEqual(await readdir(join(folder, 'deeper')), ['km_abc.md'])
})

test('what is as it should be is not written again, so that nobody reads it anew', async (t) => {
  const { folder } = await place(t)
  await placeRules(folder, [a])
  const { ino } = await stat(join(folder, a.name))
  await placeRules(folder, [a, b])
  assert.equal((await stat(join(folder, a.name))).ino, ino)
})

test('a link under the name of a rule is replaced, and what it leads to is not written into', async (t) => {
  const { dir, folder, text } = await place(t)
  await mkdir(folder, { recursive: true })
  const other = join(dir, 'profile')
  await writeFile(other, 'mine')
  await symlink(other, join(folder, a.name))
  await symlink(other, join(folder, b.name))
  await placeRules(folder, [a])
  assert.equal(await text(a.name), a.text)
  assert.equal(await readFile(other, 'utf8'), 'mine')
})

test('a pull says what changed and is silent else; what the server refuses changes nothing', async (t) => {
  const { dir, names } = await place(t)
  let rules: () => Promise<readonly TeamRule[]> = () => Promise.resolve([a, b])
  const server = { rules: () => rules() } as unknown as MemoryServer
  assert.equal(await pullRules(server, dir), '2 rules of the team, 2 files changed')
  assert.equal(await pullRules(server, dir), undefined)
  rules = () => Promise.reject(new Error('no'))
  await assert.rejects(pullRules(server, dir), /no/)
  assert.deepEqual(await names(), [a.name, b.name])
  rules = () => Promise.resolve([a])
  assert.equal(await pullRules(server, dir), '1 rule of the team, 1 file changed')
})
