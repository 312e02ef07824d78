import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { PersonAccess } from './read-access.ts'
import { writeAccess } from './write-access.ts'

const ann: PersonAccess = {
  username: 'ann',
  keys: ['ssh-ed25519 AAAA', 'ssh-rsa BBBB'],
  files: { 'server/parquet/shop/orders.parquet': 'a'.repeat(64) },
}

test('each person is a login name, a list of restricted keys, and a list of files', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'access-'))
  t.after(() => rm(folder, { recursive: true }))
  const text = (path: string) => readFile(join(folder, path), 'utf8')
  const bob = { username: 'bob.b', keys: ['ssh-ed25519 CCCC'], files: {} }
  await writeAccess(folder, [ann, bob])
  assert.equal(await text('keys/ann'), 'restrict ssh-ed25519 AAAA\nrestrict ssh-rsa BBBB\n')
  assert.deepEqual(JSON.parse(await text('people/ann.json')), { keys: ann.keys, files: ann.files })
  const user = '9022:10000'
  assert.equal(await text('passwd'), `ann:x:${user}::/tmp:/bin/sh\nbob.b:x:${user}::/tmp:/bin/sh\n`)
  if (process.platform !== 'win32')
    assert.equal((await stat(join(folder, 'keys/ann'))).mode & 0o777, 0o640)

  // A temporary file of another process of ours.
  await writeFile(join(folder, 'keys/.ann.tmp'), '')
  const before = await stat(join(folder, 'keys/ann'))
  await writeAccess(folder, [ann])
  assert.equal((await stat(join(folder, 'keys/ann'))).ino, before.ino, 'what is right stays')
  assert.deepEqual((await readdir(join(folder, 'keys'))).sort(), ['.ann.tmp', 'ann'])
  assert.deepEqual(await readdir(join(folder, 'people')), ['ann.json'])
  assert.doesNotMatch(await text('passwd'), /bob/)
})

test('a name that could be a path or another line gets nothing', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'access-'))
  t.after(() => rm(folder, { recursive: true }))
  const odd = ['../ann', 'ann:x:0:0', 'ann\nroot:x:0:0', '', '-ann', 'Ann'].map((username) => ({
    ...ann,
    username,
  }))
  await writeAccess(folder, odd)
  assert.deepEqual((await readdir(folder)).sort(), ['alive', 'keys', 'passwd', 'people'])
  assert.equal(await readFile(join(folder, 'passwd'), 'utf8'), '')
})
