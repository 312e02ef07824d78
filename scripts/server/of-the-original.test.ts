import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { test } from 'node:test'
import { fakeServer } from '../../tests/peers/fake-server.ts'
import { planInstall } from './plan-install.ts'

test('a deploy that aborts half-way (of the original): wherever an installation breaks off, the next one completes it', async (t) => {
  const whole = await fakeServer(t, () => false)
  const { length } = await planInstall(await whole.inputOf('2.0.0'))
  assert.ok(length > 10, `only ${length} steps`)
  for (let broken = 0; broken < length; broken += 1) {
    const { systemd, inputOf, installed, planned, layout } = await fakeServer(t, () => false)
    const steps = await planInstall(await inputOf('2.0.0'))
    const breaksOff = planned(async (plan) => {
      await plan.run(steps.slice(0, broken))
      throw new Error('the power failed')
    })
    await assert.rejects(breaksOff, /the power failed/)
    const rest = await planInstall(await inputOf('2.0.0'))
    await planned((plan) => plan.run(rest))
    const now = await installed()
    const at = `broken off before ${steps[broken]?.does} ${steps[broken]?.what}`
    assert.deepEqual([now.version, now.previous], ['2.0.0', '1.0.0'], at)
    assert.deepEqual(
      now.units.filter((unit) => !systemd.running.has(unit)),
      [],
      at,
    )
    for (const [unit, image] of systemd.running) {
      if (image.includes('ai-data-analyst')) assert.match(image, /:2\.0\.0$|edge/, `${unit}, ${at}`)
    }
    assert.deepEqual(await planInstall(await inputOf('2.0.0')), [], at)
    assert.ok(!(await readdir(layout.quadlets)).some((name) => name.includes('in-progress')), at)
  }
})
