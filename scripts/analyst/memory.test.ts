import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createPerson, type Person } from '#core/identity/people.ts'
import { createToken } from '#core/identity/tokens.ts'
import { openMemoryPortal, type MemoryPortal } from '../../tests/peers/memory-portal.ts'
import { runInFolder } from '../../tests/peers/memory-io.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'

let opened: MemoryPortal
let ann: Person

before(async () => {
  opened = await openMemoryPortal()
  ann = await createPerson(opened.memory.db, { email: 'ann@acme.com' })
})
after(() => opened[Symbol.asyncDispose]())

async function folderOf() {
  const folder = await temporaryFolder()
  await mkdir(join(folder.path, '.analyst'))
  const record = { url: `${opened.url}/`, key: null, firstSeen: '2026-11-23T00:00:00.000Z' }
  await writeFile(join(folder.path, '.analyst/server.json'), JSON.stringify(record))
  return folder
}

async function tokenFor(scope: 'data' | 'all'): Promise<string> {
  const { token } = await createToken(opened.memory.db, { personId: ann.id, name: scope, scope })
  return token
}

test('a note goes to its owner’s folder, and accepted rules come back and go again', async () => {
  await using folder = await folderOf()
  const token = await tokenFor('all')
  const note = '- Revenue is net of refunds since the change of the ledger.\n'
  await writeFile(join(folder.path, 'CLAUDE.local.md'), note)
  const pushed = await runInFolder(folder.path, ['memory', 'push'], { token })
  assert.equal(pushed.code, 0, pushed.stderr)
  assert.equal(await readFile(join(opened.homesDir, 'ann/CLAUDE.local.md'), 'utf8'), note)

  await opened.memory.collect({ ann: note })
  const item = await opened.memory.item('Revenue')
  await opened.memory.decide(item, 'accept')
  await mkdir(join(folder.path, '.claude/rules'), { recursive: true })
  await writeFile(join(folder.path, '.claude/rules/own.md'), 'mine')
  await writeFile(join(folder.path, '.claude/rules/km_00.md'), 'stale')
  const rules = () => readdir(join(folder.path, '.claude/rules'))
  const pulled = await runInFolder(folder.path, ['memory'], { token })
  assert.match(pulled.stdout, /1 rule of the team, 2 files changed/)
  assert.deepEqual((await rules()).toSorted(), [`${item.id}.md`, 'own.md'])
  await opened.memory.decide(item, 'reject')
  await runInFolder(folder.path, ['memory', 'pull'], { token })
  assert.deepEqual(await rules(), ['own.md'])
})

test('a note that Windows saved in UTF-16 was sent as something else: it arrives as it is, and one in no encoding is refused', async () => {
  await using folder = await folderOf()
  const token = await tokenFor('all')
  const push = async (note: Buffer) => {
    await writeFile(join(folder.path, 'CLAUDE.local.md'), note)
    return runInFolder(folder.path, ['memory', 'push'], { token })
  }
  const bytes = Buffer.from('\ufeff- Umsätze sind ohne Rückgaben.\r\n', 'utf16le')
  assert.equal((await push(bytes)).code, 0)
  const { code, stderr } = await push(
    Buffer.from('- Ums\xe4tze sind ohne R\xfcckgaben.\n', 'latin1'),
  )
  assert.equal(code, 1)
  assert.match(stderr, /not in UTF-8; save it in that encoding/)
  assert.deepEqual(await readFile(join(opened.homesDir, 'ann/CLAUDE.local.md')), bytes)
})

test('a token that only reads data takes rules, and sends no note', async () => {
  await using folder = await folderOf()
  const token = await tokenFor('data')
  await writeFile(join(folder.path, 'CLAUDE.local.md'), 'x')
  assert.equal((await runInFolder(folder.path, ['memory', 'pull'], { token })).code, 0)
  const refused = await runInFolder(folder.path, ['memory', 'push'], { token })
  assert.equal(refused.code, 1)
  assert.match(refused.stderr, /does not take the token/)
})

test('what the server refuses is told in its words', async () => {
  await using folder = await folderOf()
  await writeFile(join(folder.path, 'CLAUDE.local.md'), 'x'.repeat(1024 * 1024 + 1))
  const refused = await runInFolder(folder.path, ['memory', 'push'], {
    token: await tokenFor('all'),
  })
  assert.equal(refused.code, 1)
  assert.match(refused.stderr, /At most 1048576 bytes are taken here/)
})

test('a link in the place of a person’s folder is not followed', async () => {
  await using folder = await folderOf()
  await using outside = await temporaryFolder()
  const eve = await createPerson(opened.memory.db, { email: 'eve@acme.com' })
  const { token } = await createToken(opened.memory.db, { personId: eve.id, name: 'x' })
  await symlink(outside.path, join(opened.homesDir, 'eve'))
  await writeFile(join(folder.path, 'CLAUDE.local.md'), 'x')
  const refused = await runInFolder(folder.path, ['memory', 'push'], { token })
  assert.equal(refused.code, 1)
  assert.deepEqual(await readdir(outside.path), [])
})
