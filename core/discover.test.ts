import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { discoverServices, discoverUnits } from './discover.ts'
import { checkAuthProvider, checkConnector } from './unit-check.ts'

function tree(t: TestContext, files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'discover-'))
  t.after(() => rmSync(root, { recursive: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const manifest = (id: string) =>
  `export default { id: '${id}', title: 'T', description: 'D', kind: 'daemon' }`

test('a directory is a service, and its name the id', async (t) => {
  const root = tree(t, {
    'services/b/service.ts': manifest('b'),
    'services/b/main.ts': 'export const createApp = async () => ({})',
    'services/a/service.ts': manifest('a'),
    'webapp/service.ts': manifest('webapp'),
    'services/.hidden/notes.txt': '',
  })
  const found = await discoverServices(root)
  assert.deepEqual(
    found.map(({ id }) => id),
    ['a', 'b', 'webapp'],
  )
  assert.equal(typeof (await found[1]?.load())?.createApp, 'function')
  await assert.rejects(found[0]?.load() ?? Promise.resolve(), /services\/a\/main\.ts: /)
})

const broken: readonly (readonly [what: string, files: Record<string, string>, message: RegExp])[] =
  [
    ['without a manifest', { 'services/a/main.ts': '' }, /services\/a\/service\.ts: is missing/],
    ['with another id', { 'services/a/service.ts': manifest('b') }, /its id must be a/],
    [
      'with an unknown field',
      { 'services/a/service.ts': "export default { id: 'a', colour: 1 }" },
      /colour/,
    ],
    [
      'that does not even parse',
      { 'services/a/service.ts': 'export default {' },
      /services\/a\/service\.ts: /,
    ],
    [
      'without a default export',
      { 'services/a/service.ts': 'export const x = 1' },
      /no default export/,
    ],
    ['with a name that is none', { 'services/A b/service.ts': manifest('a') }, /must be named/],
    ['that is a file', { 'services/a.ts': '' }, /is not a directory/],
  ]

for (const [what, files, message] of broken) {
  test(`a service ${what} stops everything with its path and the reason`, async (t) => {
    await assert.rejects(discoverServices(tree(t, files)), { code: 'unit_load_failed', message })
  })
}

test('the original passed over what did not load; a symbolic link is refused with the remedy', async (t) => {
  const root = tree(t, {
    'elsewhere/service.ts': manifest('a'),
    'services/b/service.ts': manifest('b'),
  })
  symlinkSync(join(root, 'elsewhere'), join(root, 'services/a'))
  await assert.rejects(discoverServices(root), /symbolic link: mount or copy it/)
})

test('a kind without a directory has no units', async (t) => {
  assert.equal((await discoverUnits(tree(t, {}), 'connectors', checkConnector)).size, 0)
})

test('a connector or a login that lacks what its kind promises is refused by name', async (t) => {
  const root = tree(t, {
    'connectors/x/index.ts': "export default { name: 'x', displayName: 'X', check() {} }",
    'auth/y/index.ts': "export default { name: 'z', displayName: 'Y' }",
  })
  await assert.rejects(discoverUnits(root, 'connectors', checkConnector), (error: Error) => {
    assert.match(error.message, /connectors\/x\/index\.ts: /)
    for (const missing of ['config', 'discover', 'extract'])
      assert.match(error.message, new RegExp(missing))
    return true
  })
  await assert.rejects(discoverUnits(root, 'auth', checkAuthProvider), /auth\/y\/index\.ts: /)
})
