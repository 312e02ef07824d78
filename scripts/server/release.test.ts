import assert from 'node:assert/strict'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { ConfigError } from '#core/errors.ts'
import { fakeServer } from '../../tests/peers/fake-server.ts'
import { pruneReleases } from './prune-releases.ts'
import { readRelease, readReleaseIfThere, releaseFile, releasesFolder } from './release.ts'

test('a version that was installed is read again as it was, and another is told not to be there', async (t) => {
  const { layout, inputOf } = await fakeServer(t, () => false)
  assert.deepEqual(await readRelease(layout, '1.0.0'), (await inputOf('1.0.0')).release)
  assert.equal(await readReleaseIfThere(layout, '9.9.9'), undefined)
  await assert.rejects(readRelease(layout, '9.9.9'), {
    code: 'no_such_release',
    message: /9\.9\.9/,
  })
})

for (const [what, content] of [
  ['an empty file', ''],
  ['a cut one', '{"version": "1.0.0", "files": ['],
  ['one without units', '{"version": "1.0.0", "files": []}'],
  [
    'one that would write outside of its folders',
    JSON.stringify({
      version: '1.0.0',
      files: [{ name: '../../../etc/passwd', content: '' }],
      units: { setup: [], daemons: [], timers: [], beside: [] },
    }),
  ],
  [
    'one of a version that is a path',
    JSON.stringify({
      version: '../1.0.0',
      files: [],
      units: { setup: [], daemons: [], timers: [], beside: [] },
    }),
  ],
] as const) {
  test(`${what} is no version, and is named`, async (t) => {
    const { layout } = await fakeServer(t, () => false)
    const file = releaseFile(layout, '0.9.0')
    await writeFile(file, content)
    await assert.rejects(readReleaseIfThere(layout, '0.9.0'), (error) => {
      assert.ok(error instanceof ConfigError)
      assert.ok(error.message.startsWith(file), error.message)
      return true
    })
  })
}

test('of versions that nothing needs, what only they need goes, and then what is known of them', async (t) => {
  const { layout, systemd, inputOf, planned } = await fakeServer(t, () => false)
  for (const version of ['0.8.0', '0.9.0', '1.0.0']) {
    const { release } = await inputOf(version)
    await mkdir(dirname(releaseFile(layout, version)), { recursive: true })
    await writeFile(releaseFile(layout, version), JSON.stringify(release))
  }
  await writeFile(`${releasesFolder(layout)}/README`, 'of the operator')
  const prune = async (...keep: readonly (string | undefined)[]) =>
    planned(async (plan) => plan.run(await pruneReleases(await inputOf('1.0.0'), keep)))
  await prune('1.0.0', '0.9.0')
  assert.deepEqual(await readdir(releasesFolder(layout)), ['0.9.0.json', '1.0.0.json', 'README'])
  const removed = systemd.asked.filter((one) => one.startsWith('podman image rm'))
  assert.ok(removed.length > 0 && removed.every((one) => one.endsWith(':0.8.0')), removed.join())
  // A first version has none before it.
  await prune('1.0.0', undefined)
  assert.deepEqual(await readdir(releasesFolder(layout)), ['1.0.0.json', 'README'])
  await prune('1.0.0', undefined)
})
