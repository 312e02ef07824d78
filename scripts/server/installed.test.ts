import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { AppError, ConfigError } from '#core/errors.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { findInstalled, previousVersion, recordFile, type Installed } from './installed.ts'
import { serverLayout, type ServerLayout } from './server-layout.ts'

const record = (version: string): Installed => ({
  target: 'quadlet',
  rootless: true,
  version,
  settings: 'a',
  units: ['webapp.service'],
  timers: [],
  files: [],
})

async function write(layout: ServerLayout, content: string): Promise<void> {
  await mkdir(dirname(recordFile(layout)), { recursive: true })
  await writeFile(recordFile(layout), content)
}

test('the first of the places that has an installation is the one that is meant', async () => {
  await using folder = await temporaryFolder()
  const [own, system] = ['ann', 'all of us'].map((name) =>
    serverLayout(true, `${folder.path}/home of ${name}`),
  )
  assert.ok(own && system)
  await write(system, JSON.stringify(record('1.0.0')))
  assert.equal((await findInstalled([own, system])).layout, system)
  await write(own, JSON.stringify(record('2.0.0')))
  const found = await findInstalled([own, system])
  assert.deepEqual([found.layout, found.installed.version], [own, '2.0.0'])
})

test('where nothing is installed, it says how it is done', async () => {
  await using folder = await temporaryFolder()
  await assert.rejects(
    findInstalled([serverLayout(true, folder.path)]),
    (error: unknown) =>
      error instanceof AppError &&
      error.code === 'not_installed' &&
      /install --help/.test(error.remedy ?? ''),
  )
})

test('a record that was cut off by a full disk is named with its file, and no other installation is taken for it', async () => {
  await using folder = await temporaryFolder()
  const [own, other] = ['a', 'b'].map((name) => serverLayout(true, `${folder.path}/${name}`))
  assert.ok(own && other)
  await write(other, JSON.stringify(record('1.0.0')))
  for (const content of [
    '',
    '{"target":"quad',
    '[]',
    JSON.stringify({ ...record('1'), more: 1 }),
  ]) {
    await write(own, content)
    await assert.rejects(
      findInstalled([own, other]),
      (error: unknown) =>
        error instanceof ConfigError &&
        error.message.includes(recordFile(own)) &&
        error.message.includes('run stack install again') &&
        !error.message.includes('"code"'),
      content,
    )
  }
})

test('to install the same version again does not forget the one before', () => {
  const before = { ...record('2.0.0'), previous: '1.0.0' }
  assert.equal(previousVersion(before, '2.0.0'), '1.0.0')
  assert.equal(previousVersion(before, '3.0.0'), '2.0.0')
  assert.equal(previousVersion(undefined, '1.0.0'), undefined)
})
