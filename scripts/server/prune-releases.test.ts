import assert from 'node:assert/strict'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { ConfigError } from '#core/errors.ts'
import { fakeServer } from '../../tests/peers/fake-server.ts'
import { pruneReleases } from './prune-releases.ts'
import { releasesFolder } from './release.ts'

/** A server of version 1, with files of other versions beside its own. */
async function server(t: TestContext, files: Readonly<Record<string, string>>) {
  const { layout, inputOf, planned } = await fakeServer(t, () => false)
  const folder = releasesFolder(layout)
  await mkdir(folder, { recursive: true })
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return {
    folder,
    async prune(...keep: readonly string[]) {
      const steps = await pruneReleases(await inputOf('1.0.0'), keep)
      await planned((plan) => plan.run(steps))
      return steps.map(({ what }) => what)
    },
  }
}

// A file of an older program, or of one that was cut off, and no installation ended well any more.
test('a version that this program cannot read is no way back, and goes like all others', async (t) => {
  const { folder, prune } = await server(t, {
    '0.1.0.json': '{"version":"0.1.0","files":[],"units":{}}',
    '0.2.0.json': '{"vers',
    '0.3.0.json': '',
  })
  const done = await prune('1.0.0')
  assert.deepEqual(
    done.filter((what) => what.startsWith(folder)),
    ['0.1.0', '0.2.0', '0.3.0'].map((version) => join(folder, `${version}.json`)),
  )
  assert.deepEqual(await readdir(folder), ['1.0.0.json'])
})

test('one that is to be kept and cannot be read is told, and nothing is removed for it', async (t) => {
  const { folder, prune } = await server(t, { '0.9.0.json': '{"vers' })
  await assert.rejects(
    prune('1.0.0', '0.9.0'),
    (error: unknown) => error instanceof ConfigError && error.message.includes('0.9.0.json'),
  )
  assert.deepEqual((await readdir(folder)).toSorted(), ['0.9.0.json', '1.0.0.json'])
})

test('what is none of its files stays', async (t) => {
  const { folder, prune } = await server(t, { 'notes.txt': 'mine', '.0.1.0.json.abc.tmp': 'half' })
  await prune('1.0.0')
  assert.deepEqual((await readdir(folder)).toSorted(), [
    '.0.1.0.json.abc.tmp',
    '1.0.0.json',
    'notes.txt',
  ])
})
