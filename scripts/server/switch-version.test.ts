import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import quadlet from '../../deploy/targets/quadlet/target.ts'
import { exampleStack } from '../../tests/peers/example-stack.ts'
import { fakeServer } from '../../tests/peers/fake-server.ts'
import type { FakeSystemd } from '../../tests/peers/fake-systemd.ts'
import { planInstall } from './plan-install.ts'
import { releaseOf } from './release.ts'
import type { Step } from './step.ts'

const PORTAL = ['webapp.service', 'webapp-next.service']

/** What runs of ours, but for the edge, which goes on where only the version changes. */
function versions({ running }: FakeSystemd): readonly string[] {
  const images = new Set([...running.values()].filter((image) => /analyst\/(?!edge)/.test(image)))
  return [...images]
    .map((image) => image.split(':').at(-1) ?? '')
    .filter((version, at, all) => all.indexOf(version) === at)
}

test('a second installation of the same has nothing to do', async (t) => {
  const { inputOf } = await fakeServer(t, () => false)
  assert.deepEqual(await planInstall(await inputOf('1.0.0')), [])
})

test('a good version takes the place of the old one, and the portal is there at every moment', async (t) => {
  let watched = false
  const { systemd, installed, upgrade, layout } = await fakeServer(
    t,
    () => false,
    (running) => {
      if (watched)
        assert.ok(
          PORTAL.some((unit) => running.has(unit)),
          'the portal is gone',
        )
    },
  )
  watched = true
  await upgrade('2.0.0')
  assert.deepEqual(versions(systemd), ['2.0.0'])
  const after = await installed()
  assert.deepEqual([after.version, after.previous], ['2.0.0', '1.0.0'])
  assert.ok(!(await readdir(layout.quadlets)).some((name) => name.includes('-next')))
  assert.ok(![...systemd.running.keys()].some((unit) => unit.includes('-next')))
})

// The original reset its checkout hard under running services and had no way back.
test('no rollback (of the original): a version that does not start never replaces anything', async (t) => {
  const { systemd, installed, upgrade } = await fakeServer(t, (image) =>
    image.includes('webapp:2.0.0'),
  )
  const before = await installed()
  const changes = systemd.asked.length
  await assert.rejects(upgrade('2.0.0'), /webapp-next\.service did not become well/)
  assert.deepEqual(versions(systemd), ['1.0.0'])
  assert.deepEqual(await installed(), before)
  assert.ok(!systemd.asked.slice(changes).some((one) => /^(re)?start (?!.*-next)/.test(one)))
})

test('a version that fails only in its place is followed by the one before', async (t) => {
  const { systemd, installed, upgrade } = await fakeServer(
    t,
    (image, unit) => image.includes('webapp:2.0.0') && unit === 'webapp.service',
  )
  await assert.rejects(upgrade('2.0.0'), /Version 1\.0\.0 runs again/)
  assert.deepEqual(versions(systemd), ['1.0.0'])
  assert.equal((await installed()).version, '1.0.0')
})

// The original never removed or disabled anything.
test('stale units (of the original): what a version has no more is stopped and removed', async (t) => {
  const { systemd, inputOf, layout, planned } = await fakeServer(t, () => false)
  assert.ok(systemd.running.has('bot.service'))
  const input = await inputOf('2.0.0')
  const services = exampleStack.services.filter(({ id }) => id !== 'bot')
  const release = releaseOf({ ...exampleStack, services, version: '2.0.0' }, quadlet, true)
  await planned(async (plan) => plan.run(await planInstall({ ...input, release })))
  assert.ok(!systemd.running.has('bot.service'))
  assert.ok(!(await readdir(layout.quadlets)).includes('bot.container'))
})

test('an installation that broke off when a stale unit was gone already is completed by the next', async (t) => {
  let broken = true
  const { systemd, inputOf, installed, planned } = await fakeServer(
    t,
    (image) => broken && image.includes('webapp:2.0.0'),
  )
  const services = exampleStack.services.filter(({ id }) => id !== 'bot')
  const install = async () => {
    const input = await inputOf('2.0.0', { ...exampleStack, services })
    await planned(async (plan) => plan.run(await planInstall(input)))
  }
  await assert.rejects(install(), /webapp\.service did not become well/)
  assert.equal((await installed()).version, '1.0.0')
  broken = false
  await install()
  assert.equal((await installed()).version, '2.0.0')
  assert.deepEqual(versions(systemd), ['2.0.0'])
})

test('what is refused before the switch changes nothing, and what was brought for it goes', async (t) => {
  const { systemd, installed, upgrade } = await fakeServer(t, () => false)
  const before = await installed()
  const changes = systemd.asked.length
  const refusal: Step = {
    does: 'try',
    what: 'the migrations',
    apply: () => Promise.reject(new Error('relation "x" does not exist')),
  }
  await assert.rejects(upgrade('2.0.0', [refusal]), /relation "x" does not exist/)
  assert.deepEqual(await installed(), before)
  const asked = systemd.asked.slice(changes)
  assert.ok(asked.length > 0)
  for (const one of asked) assert.match(one, /^podman image rm localhost\/.*:2\.0\.0$/)
})

// The original kept every release that it had ever unpacked.
test('the version that runs and the one before are kept, and of others nothing', async (t) => {
  const { systemd, upgrade, layout } = await fakeServer(t, () => false)
  await upgrade('2.0.0')
  assert.ok(!systemd.asked.some((one) => one.startsWith('podman')))
  await upgrade('3.0.0')
  assert.deepEqual(await readdir(join(layout.state, 'releases')), ['2.0.0.json', '3.0.0.json'])
  const removed = systemd.asked.filter((one) => one.startsWith('podman'))
  assert.ok(removed.length > 0)
  // Images of others, such as PostgreSQL's, are those of the versions that are kept.
  for (const one of removed) assert.match(one, /^podman image rm localhost\/.*:1\.0\.0$/)
})
