import assert from 'node:assert/strict'
import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { keepNewest, listBackups, prepareFolder } from './backup-folder.ts'
import { backupName, backupTime } from './backup-format.ts'

const nameOf = (time: string) => backupName(new Date(time))
const first = nameOf('2026-01-02T03:04:05.678Z')
const second = nameOf('2026-03-29T01:30:00Z')
const third = nameOf('2026-10-25T01:30:00Z')

test('a name tells when its backup was made to the second, whatever the zone, and sorts by it', () => {
  assert.equal(backupTime(first)?.toISOString(), '2026-01-02T03:04:05.000Z')
  assert.deepEqual([third, first, second].toSorted(), [first, second, third])
  for (const other of [
    'ai-data-analyst-2026-13-45T030405Z.tar.age',
    'ai-data-analyst-2026-01-02T250000Z.tar.age',
    `${first}.in-progress`,
    `copy of ${first}`,
    'monthly.tar.age',
  ]) {
    assert.equal(backupTime(other), undefined, other)
  }
})

test('only plain files of that name are backups, and a folder that is not there has none', async () => {
  await using folder = await temporaryFolder()
  for (const name of [second, first, 'monthly.tar.age', `${third}.in-progress`]) {
    await writeFile(join(folder.path, name), name)
  }
  await mkdir(join(folder.path, third))
  await symlink(join(folder.path, first), join(folder.path, nameOf('2026-05-05T00:00:00Z')))
  const found = await listBackups(folder.path)
  assert.deepEqual(
    found.map(({ name, bytes }) => [name, bytes]),
    [
      [second, second.length],
      [first, first.length],
    ],
  )
  assert.deepEqual(await listBackups(join(folder.path, 'missing')), [])
})

test('all but the newest are removed, and never the one that was just made, though a clock was wrong', async () => {
  await using folder = await temporaryFolder()
  const names = [first, second, third]
  for (const name of [...names, 'monthly.tar.age']) await writeFile(join(folder.path, name), '')
  // The others are of a time that has not come yet.
  const removed: string[] = []
  await keepNewest(join(folder.path, first), 2, ({ name }) => removed.push(name))
  assert.deepEqual(removed, [second])
  assert.deepEqual((await readdir(folder.path)).sort(), [first, third, 'monthly.tar.age'])
  await keepNewest(join(folder.path, 'monthly.tar.age'), 1)
  assert.deepEqual(await readdir(folder.path), ['monthly.tar.age'])
})

test('what killed backups left is removed once nobody writes to it, whatever its name was to be', async () => {
  await using folder = await temporaryFolder()
  const place = join(folder.path, 'new/backups')
  await prepareFolder(place)
  const old = [`${first}.in-progress`, 'monthly.tar.age.in-progress']
  const kept = [`${second}.in-progress`, 'film.in-progress', second]
  for (const name of [...old, ...kept]) await writeFile(join(place, name), '')
  const hoursAgo = new Date(Date.now() - 2 * 3_600_000)
  for (const name of [...old, 'film.in-progress']) {
    await utimes(join(place, name), hoursAgo, hoursAgo)
  }
  await prepareFolder(place)
  assert.deepEqual((await readdir(place)).sort(), kept.sort())
})

test('what a killed backup left while the clock was years ahead lay there until that day', async () => {
  await using folder = await temporaryFolder()
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000)
  for (const [name, hours] of [
    [first, 24 * 3650],
    [second, 2],
    [third, 0.5],
  ] as const) {
    await writeFile(join(folder.path, `${name}.in-progress`), '')
    await utimes(join(folder.path, `${name}.in-progress`), at(hours), at(hours))
  }
  await prepareFolder(folder.path)
  assert.deepEqual(await readdir(folder.path), [`${third}.in-progress`], 'which may be at work')
})

test('backups that remove old ones at the same time do not stumble over one another', async () => {
  await using folder = await temporaryFolder()
  const names = Array.from({ length: 200 }, (_, n) =>
    nameOf(new Date(n * 86_400_000).toISOString()),
  )
  for (const name of names) {
    await writeFile(join(folder.path, name), '')
    await writeFile(join(folder.path, `x${name}.in-progress`), '')
    await utimes(join(folder.path, `x${name}.in-progress`), 0, 0)
  }
  const newest = names.at(-1) ?? ''
  await Promise.all(
    [1, 2, 3].flatMap(() => [
      prepareFolder(folder.path),
      keepNewest(join(folder.path, newest), 1),
      listBackups(folder.path),
    ]),
  )
  assert.deepEqual(await readdir(folder.path), [newest])
})
