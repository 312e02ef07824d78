import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { promisify } from 'node:util'
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

const elsewhere = '/dev/shm'
const skip =
  existsSync(elsewhere) && statSync(elsewhere).dev !== statSync(tmpdir()).dev
    ? false
    : `${elsewhere} is no other disk than ${tmpdir()}`

async function folderElsewhere(t: TestContext): Promise<string> {
  const made = await mkdtemp(join(elsewhere, 'made-'))
  t.after(() => rm(made, { recursive: true }))
  return made
}

test(
  'files that were made on another disk are taken over, also the same one by several at once',
  { skip },
  async (t) => {
    const [dir, made] = [await folder(t), await folderElsewhere(t)]
    const store = openObjectStore(dir)
    const content = 'x'.repeat(2_000_000)
    const files = ['a', 'b', 'c', 'd', 'e'].map((name) => join(made, name))
    for (const file of files) await writeFile(file, content)
    await Promise.all(files.map((file) => store.put(file, hash(content))))
    assert.deepEqual(await readdir(made), [])
    assert.deepEqual(await readdir(dir, { recursive: true }), [
      hash(content).slice(0, 2),
      join(hash(content).slice(0, 2), hash(content)),
    ])
    assert.equal((await store.read(hash(content))).toString(), content)
  },
)

test(
  'a disk that gets full while a file comes from another one keeps no part of it',
  { skip },
  async (t) => {
    const [dir, made] = [await folder(t), await folderElsewhere(t)]
    const file = join(made, 'a')
    await writeFile(file, 'x'.repeat(2_000_000))
    const program = `
    import { openObjectStore } from ${JSON.stringify(join(import.meta.dirname, 'object-store.ts'))}
    await openObjectStore(${JSON.stringify(dir)}).put(${JSON.stringify(file)}, '${'a'.repeat(64)}')
      .catch(({ code }) => console.log(code))`
    const words = [process.execPath, '--input-type=module', '--eval', program]
    const limited = ['-c', 'ulimit -f 256; exec "$@"', 'sh', ...words]
    const { stdout } = await promisify(execFile)('sh', limited)
    assert.match(stdout, /^E(FBIG|NOSPC)\n$/)
    assert.deepEqual(await readdir(join(dir, 'aa')), [])
    assert.equal((await stat(file)).size, 2_000_000, 'it is still where it was made')
  },
)

test('what else lies in a store is no object, and what goes while it is listed is none either', async (t) => {
  const dir = await folder(t)
  const store = openObjectStore(dir)
  const { sha256: one } = await store.putBytes('1')
  const { sha256: two } = await store.putBytes('2')
  await writeFile(join(dir, 'README'), 'of the operator')
  await mkdir(join(dir, 'lost+found'))
  await writeFile(`${store.path(one)}.tmp`, 'a part')
  const listed: string[] = []
  for await (const { sha256 } of store.list()) {
    listed.push(sha256)
    await store.remove([sha256 === one ? two : one])
  }
  assert.equal(listed.length, 1)
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
  await store.remove([sha256])
  await store.remove([sha256])
  await assert.rejects(store.read(sha256), { code: 'ENOENT' })
})

test('an object that a broken disk cut short was taken for a whole one, and never stored again', async (t) => {
  const dir = await folder(t)
  const store = openObjectStore(join(dir, 'objects'))
  for (const put of [
    () => store.putBytes('all of the rows'),
    async () => {
      await writeFile(join(dir, 'made'), 'all of the rows')
      await store.put(join(dir, 'made'), hash('all of the rows'))
    },
  ]) {
    await put()
    const sha256 = hash('all of the rows')
    for (const rest of ['', 'all of', 'all of the rows and more']) {
      await writeFile(store.path(sha256), rest)
      assert.equal(await store.has(sha256, 15), false)
      assert.equal(await store.has(sha256), true, 'it is there, whatever is left of it')
      await put()
      assert.equal((await store.read(sha256)).toString(), 'all of the rows')
      assert.equal(await store.has(sha256, 15), true)
    }
  }
})

test('objects are out of reach while a removal is confirmed, and back when it is not', async (t) => {
  const store = openObjectStore(await folder(t))
  const hashes = [hash('a'), hash('b'), hash('never stored')]
  for (const text of ['a', 'b']) await store.putBytes(text)
  const there = () => Promise.all(hashes.map((sha256) => store.has(sha256)))
  const refused = store.remove(hashes, async () => {
    assert.deepEqual(await there(), [false, false, false])
    assert.deepEqual(await Array.fromAsync(store.list()), [])
    throw new Error('somebody wants them')
  })
  await assert.rejects(refused, /somebody wants them/)
  assert.deepEqual(await there(), [true, true, false])
  await store.remove(hashes, there)
  await store.bringBack()
  assert.deepEqual(await there(), [false, false, false], 'nothing is left to be brought back')
})

test('an object that is stored while the old one is out of the way stays, however that ends', async (t) => {
  const store = openObjectStore(await folder(t))
  for (const end of ['confirmed', 'refused']) {
    await store.putBytes('rows')
    await store
      .remove([hash('rows')], async () => {
        await store.putBytes('rows')
        if (end === 'refused') throw new Error(end)
      })
      .catch((error: Error) => assert.equal(error.message, 'refused'))
    assert.equal((await store.read(hash('rows'))).toString(), 'rows', end)
  }
})

test('what a killed removal left out of the way is brought back, and two removals do not mix', async (t) => {
  const dir = await folder(t)
  const store = openObjectStore(dir)
  await store.putBytes('rows')
  const path = store.path(hash('rows'))
  const program = `
    import { openObjectStore } from ${JSON.stringify(join(import.meta.dirname, 'object-store.ts'))}
    await openObjectStore(${JSON.stringify(dir)}).remove(['${hash('rows')}'], () => process.kill(process.pid, 'SIGKILL'))`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]).catch(
    ({ signal }) => assert.equal(signal, 'SIGKILL'),
  )
  assert.equal(await store.has(hash('rows')), false)
  // The next one stores it anew and removes its own: what the killed one had is not touched by that.
  await store.putBytes('rows')
  await store.remove([hash('rows')])
  await writeFile(`${path}.tmp`, 'no object')
  await store.bringBack()
  assert.equal((await store.read(hash('rows'))).toString(), 'rows')
  assert.deepEqual(await readdir(join(path, '..')), [hash('rows'), `${hash('rows')}.tmp`])
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
