import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { test, type TestContext } from 'node:test'
import { findPaths } from './paths.ts'

const usual = { DATA_DIR: './var', CONFIG_DIR: './config' }

function checkout(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'paths-'))
  t.after(() => rmSync(root, { recursive: true }))
  return root
}

test('all state lies below DATA_DIR, and the example serves until there is an instance.yaml', (t) => {
  const root = checkout(t)
  const { runtimeDir, ...paths } = findPaths(root, usual)
  assert.deepEqual(paths, {
    ...{ root, exampleInstance: true, configDir: join(root, 'examples/quickstart') },
    dataDir: join(root, 'var'),
    secretsDir: join(root, 'var/secrets'),
    objectsDir: join(root, 'var/objects'),
    homesDir: join(root, 'var/homes'),
  })
  mkdirSync(join(root, 'config'))
  assert.equal(findPaths(root, usual).exampleInstance, true)
  writeFileSync(join(root, 'config/instance.yaml'), '')
  const own = findPaths(root, usual)
  assert.deepEqual([own.exampleInstance, own.configDir], [false, join(root, 'config')])
})

test('each folder may lie elsewhere, and is never looked for where somebody happens to stand', (t) => {
  const root = checkout(t)
  const found = findPaths(root, {
    ...{ DATA_DIR: '/srv/data', CONFIG_DIR: '../config' },
    ...{ SECRETS_DIR: '/run/secrets', HOMES_DIR: 'people' },
  })
  assert.equal(found.dataDir, '/srv/data')
  assert.equal(found.objectsDir, '/srv/data/objects')
  assert.equal(found.secretsDir, '/run/secrets')
  assert.equal(found.homesDir, join(root, 'people'))
})

test('the folder of sockets is short however deep the data lie, one for each folder of data', () => {
  const deep = `/srv/${'customer data/'.repeat(40)}var`
  const runtimeDir = (dataDir: string) =>
    relative(tmpdir(), findPaths('/srv', { ...usual, DATA_DIR: dataDir }).runtimeDir)
  const names = ['/srv/a', '/srv/b', '/srv/a/b', deep, `${deep}2`].map(runtimeDir)
  assert.equal(new Set(names).size, names.length)
  // With the longest name of a service and of PostgreSQL's socket it stays below the 107 bytes of unix(7).
  for (const name of names) assert.match(name, /^ai-data-analyst-[0-9a-f]{10}$/)
  // The same folder in other words must not get a second server.
  assert.equal(runtimeDir('/srv/x/../a/'), runtimeDir('/srv/a'))
  assert.equal(runtimeDir('a'), runtimeDir('/srv/a'))
})
