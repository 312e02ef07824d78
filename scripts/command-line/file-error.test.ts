import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { fileError } from './file-error.ts'

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => assert.fail('it did not fail'),
    (error: unknown) => error,
  )

test('what the system refuses has a remedy of its own', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'file')
  await writeFile(file, '')
  await symlink('circle', join(folder.path, 'circle'))
  for (const [work, code, remedy] of [
    [() => mkdir(file), 'EEXIST', /another place/],
    [() => mkdir(join(file, 'below')), 'ENOTDIR', /a path is a file|part of that path is a file/],
    [() => writeFile(join(folder.path, 'x'.repeat(300)), ''), 'ENAMETOOLONG', /shorter/],
    [() => writeFile(folder.path, ''), 'EISDIR', /name a file/],
    [() => writeFile(join(folder.path, 'circle/x'), ''), 'ELOOP', /in a circle/],
    [() => mkdir(join(folder.path, 'gone/below')), 'ENOENT', /Nothing can be made there/],
  ] as const) {
    const found = fileError(await failureOf(work()))
    assert.equal(found?.code, code)
    assert.match(found?.remedy ?? '', remedy)
  }
})

test('a file that we miss, a program that is not there and a mistake of ours keep their trace', async () => {
  assert.equal(fileError(await failureOf(readFile('/nowhere/at/all'))), undefined)
  const [missing] = (await once(spawn('/nowhere/program'), 'error')) as [unknown]
  assert.equal((missing as NodeJS.ErrnoException).code, 'ENOENT')
  assert.equal(fileError(missing), undefined)
  const [denied] = (await once(spawn(import.meta.filename), 'error')) as [unknown]
  assert.equal((denied as NodeJS.ErrnoException).code, 'EACCES')
  assert.equal(fileError(denied), undefined)
  for (const other of [
    undefined,
    null,
    'text',
    new TypeError('x'),
    { code: 'constructor', path: '/' },
  ])
    assert.equal(fileError(other), undefined)
})
