import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { publishFile } from './publish-file.ts'

const module = JSON.stringify(join(import.meta.dirname, 'publish-file.ts'))

async function folder(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'publish-'))
  t.after(() => rm(dir, { recursive: true }))
  return dir
}

test('a file gets the mode that it was asked for, whoever read the one before', async (t) => {
  const dir = await folder(t)
  await publishFile(join(dir, 'key'), 'old')
  await publishFile(join(dir, 'key'), 'new', 0o600)
  assert.equal((await stat(join(dir, 'key'))).mode & 0o777, 0o600)
  assert.equal(await readFile(join(dir, 'key'), 'utf8'), 'new')
})

test('a disk that takes no more leaves the old content, nothing beside it, and an error', async (t) => {
  const dir = await folder(t)
  const target = join(dir, 'table')
  await publishFile(target, 'old')
  const program = `import { publishFile } from ${module}
    await publishFile(process.argv[1], 'x'.repeat(1_000_000)).then(
      () => console.log('published'), (error) => console.log(error.code))`
  // A process that may write files of a few kilobytes: the write fails in the middle, as on a full disk.
  const { stdout } = await promisify(execFile)('sh', [
    '-c',
    'ulimit -f 16; exec "$@"',
    'sh',
    process.execPath,
    '--input-type=module',
    '-e',
    program,
    target,
  ])
  assert.equal(stdout.trim(), 'EFBIG')
  assert.equal(await readFile(target, 'utf8'), 'old')
  assert.deepEqual(await readdir(dir), ['table'])
})

test('where a folder is in the way nothing is left behind', async (t) => {
  const dir = await folder(t)
  await mkdir(join(dir, 'taken/full'), { recursive: true })
  await assert.rejects(publishFile(join(dir, 'taken'), 'x'), { code: /EISDIR|ENOTEMPTY|EEXIST/ })
  assert.deepEqual(await readdir(dir), ['taken'])
})

test('whoever reads meanwhile, and whoever comes after a kill -9, finds one whole content', async (t) => {
  const dir = await folder(t)
  const target = join(dir, 'table')
  const size = 300_000
  const whole = new Set(['a', 'b'].map((letter) => letter.repeat(size)))
  const program = `import { publishFile } from ${module}
    for (let at = 0; ; at += 1) await publishFile(process.argv[1], 'ab'[at % 2].repeat(${size}))`
  await publishFile(target, 'a'.repeat(size))
  for (let kills = 0; kills < 5; kills += 1) {
    const writer = spawn(process.execPath, ['--input-type=module', '-e', program, target])
    const { mtimeMs } = await stat(target)
    while ((await stat(target)).mtimeMs === mtimeMs) await sleep(5)
    for (let reads = 0; reads < 20; reads += 1)
      assert.ok(whole.has(await readFile(target, 'utf8')), 'a reader saw a part')
    await sleep(Math.random() * 20)
    writer.kill('SIGKILL')
    await once(writer, 'exit')
    assert.ok(whole.has(await readFile(target, 'utf8')), 'a kill left a part')
  }
  await publishFile(target, 'after')
  assert.equal(await readFile(target, 'utf8'), 'after')
})
