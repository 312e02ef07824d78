import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rootAsset, rootTable } from './root.ts'

const hash = 'a'.repeat(64)
const placed = (path: string) =>
  rootAsset.safeParse({ path, sha256: hash, size: 1, mode: 0o644 }).success

test('a file of the server may be placed below the analyst’s folder, hidden ones too', () => {
  for (const path of [
    'CLAUDE.md',
    '.claude/rules/a b.md',
    'a/b-c/d_1.md',
    '..notes',
    'a/...b',
    '.analysts',
  ]) {
    assert.ok(placed(path), path)
  }
})

for (const [what, paths] of Object.entries({
  'out of the analyst’s folder': [
    '/etc/passwd',
    '../x',
    'a/../../x',
    'a/..',
    '..',
    'C:/x',
    'a\\..\\x',
    '.. /x',
    'a/.../x',
  ],
  'into the folder with the login': [
    '.analyst/login.json',
    '.analyst',
    '.ANALYST/login.json',
    '.analyst./x',
    '.analyst /x',
    './.analyst/x',
  ],
  'nowhere in particular': ['', '.', ' ', './', 'a/./b', 'a\0b', 'a\nb', '~/x', '$HOME/x', 'a;b'],
})) {
  test(`no server places a file ${what}, whatever the operating system makes of the name`, () => {
    for (const path of paths) assert.ok(!placed(path), JSON.stringify(path))
  })
}

test('a table whose name is no plain word, or whose figures are none, is no table', () => {
  const object = { sha256: hash, size: 1 }
  const table = {
    ...{ id: 'shop/orders', name: 'orders', dataset: 'shop', rows: 1, bytes: 1, rejected: 0 },
    ...{ updated: '2026-01-01T00:00:00Z', schema: object, profile: null, manifest: object },
  }
  const good = (over: object) => rootTable.safeParse({ ...table, ...over }).success
  assert.ok(good({}))
  for (const name of ['', 'Orders', 'or"ders', 'orders; drop', '../x', '1st', 'x'.repeat(64)]) {
    assert.ok(!good({ name }) && !good({ dataset: name }), name)
  }
  for (const rows of [-1, 1.5, '1', Number.NaN]) assert.ok(!good({ rows }), String(rows))
  for (const sha256 of ['', hash.toUpperCase(), `${hash}a`, `${hash.slice(1)}/`]) {
    assert.ok(!good({ manifest: { sha256, size: 1 } }), sha256)
  }
})
