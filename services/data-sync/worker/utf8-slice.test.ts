import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import type { Slice } from '#core/connector.ts'
import { utf8Slice } from './utf8-slice.ts'

const folderOfTest = () => mkdtempDisposable(join(tmpdir(), 'utf8-'))

async function sliceOf(folder: string, content: Uint8Array, encoding: string): Promise<Slice> {
  const path = join(folder, 'table.csv')
  await writeFile(path, content)
  const dialect = { delimiter: ',', quote: '"', escape: '"', encoding }
  return { path, format: 'csv', dialect, bytes: content.length }
}

test('UTF-8 under any of its names is read where it lies', async () => {
  await using folder = await folderOfTest()
  for (const encoding of ['utf-8', 'UTF8', 'unicode-1-1-utf-8']) {
    const slice = await sliceOf(folder.path, Buffer.from('a\n'), encoding)
    assert.equal(await utf8Slice(slice, join(folder.path, 'copy')), slice)
  }
})

test('a letter of two bytes that lies across the edge of two reads stays one letter', async () => {
  await using folder = await folderOfTest()
  const text = `x${'ž'.repeat(1 << 20)}`
  const slice = await sliceOf(folder.path, Buffer.from(text, 'utf16le').subarray(0, -2), 'utf-16le')
  const copy = await utf8Slice(slice, join(folder.path, 'copy'))
  assert.equal(await readFile(copy.path, 'utf8'), text.slice(0, -1))
  assert.equal(copy.bytes, 1 + 2 * ((1 << 20) - 1))
})

test('half a letter at the end of the file is told, and not swallowed', async () => {
  await using folder = await folderOfTest()
  const slice = await sliceOf(folder.path, Buffer.from([0x61, 0, 0x7e]), 'utf-16le')
  await assert.rejects(utf8Slice(slice, join(folder.path, 'copy')), { code: 'wrong_encoding' })
})

test('an encoding that nobody knows is the operator’s mistake, and named', async () => {
  await using folder = await folderOfTest()
  const slice = await sliceOf(folder.path, Buffer.from('a\n'), 'latin-99')
  await assert.rejects(utf8Slice(slice, join(folder.path, 'copy')), { message: /"latin-99"/ })
})

test('a disk that is full in the middle of the copy fails it: the tail of a table is not lost in silence', async () => {
  await using folder = await folderOfTest()
  const slice = await sliceOf(folder.path, Buffer.alloc(150_000, 'a'), 'windows-1250')
  const program = `
    import { utf8Slice } from ${JSON.stringify(new URL('./utf8-slice.ts', import.meta.url).href)}
    await utf8Slice(${JSON.stringify(slice)}, ${JSON.stringify(join(folder.path, 'copy'))})
    console.log('all of it was written')`
  // The kernel takes what fits and refuses the next byte, as a disk does that has 100 KiB left.
  const limited = 'trap "" XFSZ; ulimit -f 100; exec "$0" --input-type=module -e "$1"'
  const run = promisify(execFile)('bash', ['-c', limited, process.execPath, program])
  await assert.rejects(run, /EFBIG/)
})
