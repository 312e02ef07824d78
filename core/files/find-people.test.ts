import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { findHomes, findPeople } from './find-people.ts'

test('homes are folders that can be somebody’s; links and odd names are passed over with the reason', async (t) => {
  const homes = await mkdtemp(join(tmpdir(), 'homes-'))
  t.after(() => rm(homes, { recursive: true }))
  for (const name of ['bob', 'Ann.Lee-2', 'lost+found', '.hidden', 'no way', 'x'.repeat(65)]) {
    await mkdir(join(homes, name))
  }
  await writeFile(join(homes, 'a-file'), '')
  await symlink('/etc', join(homes, 'eve'))
  const { people, passedOver } = await findHomes(homes)
  assert.deepEqual(people, ['Ann.Lee-2', 'bob'])
  assert.deepEqual(passedOver.map(({ home, reason }) => [home.slice(0, 7), reason]).toSorted(), [
    ['.hidden', 'no username looks like this'],
    ['eve', 'it is a link'],
    ['no way', 'no username looks like this'],
    ['xxxxxxx', 'no username looks like this'],
  ])
})

test('before the first person there are no homes, and that is no error', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'homes-'))
  t.after(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'file'), '')
  assert.deepEqual(await findPeople(join(folder, 'none')), [])
  assert.deepEqual(await findPeople(join(folder, 'file')), [])
})
