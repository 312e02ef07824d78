import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openObjectStore } from './object-store.ts'
import { publishFile } from './publish-file.ts'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

async function folder(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'objects-'))
  t.after(() => rm(dir, { recursive: true }))
  return dir
}

test('an object is found under the hash of its content', async (t) => {
  const dir = await folder(t)
  const store = openObjectStore(join(dir, 'objects'))
  const { sha256, size } = await store.putBytes('flights')
  assert.equal(sha256, hash('flights'))
  assert.equal(size, 7)
  assert.equal((await store.read(sha256)).toString(), 'flights')
})

test('a finished file is taken over and no longer lies where it was made', async (t) => {
  const dir = await folder(t)
  await writeFile(join(dir, 'made'), 'rows')
  const store = openObjectStore(join(dir, 'objects'))
  await store.put(join(dir, 'made'), hash('rows'))
  assert.deepEqual(await readdir(dir), ['objects'])
  assert.equal((await store.read(hash('rows'))).toString(), 'rows')
})

test('equal content is stored once and counts as used now', async (t) => {
  const dir = await folder(t)
  const store = openObjectStore(dir)
  const { sha256 } = await store.putBytes('same')
  await utimes(store.path(sha256), new Date(0), new Date(0))
  await writeFile(join(dir, '..', `${sha256}.staged`), 'same')
  await store.put(join(dir, '..', `${sha256}.staged`), sha256)
  const listed = await Array.fromAsync(store.list())
  assert.equal(listed.length, 1)
  assert.ok(Date.now() - (listed[0]?.usedAt.getTime() ?? 0) < 60_000)
})

test('an empty store lists nothing, also when its folder was never made', async (t) => {
  const dir = await folder(t)
  assert.deepEqual(await Array.fromAsync(openObjectStore(join(dir, 'none')).list()), [])
})

test('a name that is not a hash never becomes a path', async (t) => {
  const store = openObjectStore(await folder(t))
  for (const name of ['../../etc/passwd', 'AB'.repeat(32), '', 'a'.repeat(63)]) {
    assert.throws(() => store.path(name), TypeError)
  }
})

test('a removed object is gone and removing it twice is no error', async (t) => {
  const store = openObjectStore(await folder(t))
  const { sha256 } = await store.putBytes('old')
  await store.remove(sha256)
  await store.remove(sha256)
  await assert.rejects(store.read(sha256), { code: 'ENOENT' })
})

test('a published file appears whole, with its mode, and leaves no temporary file', async (t) => {
  const dir = await folder(t)
  await publishFile(join(dir, 'token'), 'one', 0o600)
  await publishFile(join(dir, 'token'), 'two', 0o600)
  assert.equal(await readFile(join(dir, 'token'), 'utf8'), 'two')
  assert.equal((await stat(join(dir, 'token'))).mode & 0o777, 0o600)
  assert.deepEqual(await readdir(dir), ['token'])
})

test('a publication that fails leaves the old file and nothing else', async (t) => {
  const dir = await folder(t)
  await writeFile(join(dir, 'plain'), 'kept')
  await assert.rejects(publishFile(join(dir, 'plain', 'below-a-file'), 'x'))
  await chmod(dir, 0o755)
  assert.deepEqual(await readdir(dir), ['plain'])
  assert.equal(await readFile(join(dir, 'plain'), 'utf8'), 'kept')
})
