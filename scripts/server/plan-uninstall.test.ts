import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { fakeServer } from '../../tests/peers/fake-server.ts'
import { readInstalled } from './installed.ts'
import { planUninstall } from './plan-uninstall.ts'

test('an installation is taken away as a whole, its daemons in the reverse order of their start', async (t) => {
  const { layout, systemd, installed, planned } = await fakeServer(t, () => false)
  const record = await installed()
  await planned((plan) => plan.run(planUninstall({ layout, installed: record }, systemd.commands)))
  assert.deepEqual([...systemd.running.keys()], [])
  const stops = systemd.asked.filter((one) => one.startsWith('stop ') && !one.endsWith('.timer'))
  assert.deepEqual(
    stops,
    record.units.toReversed().map((unit) => `stop ${unit}`),
  )
  assert.deepEqual(await readdir(layout.quadlets), [])
  assert.equal(await readInstalled(layout), undefined)
  assert.ok(existsSync(join(layout.config, 'common.env')), 'what the operator wrote stays')
  assert.ok(existsSync(join(layout.state, 'releases/1.0.0.json')))
})

test('one that broke off anywhere is completed by the next', async (t) => {
  const { layout, systemd, installed, planned } = await fakeServer(t, () => false)
  const record = await installed()
  const length = planUninstall({ layout, installed: record }, systemd.commands).length
  // Each time it comes one step further than the time before, until nothing is left.
  for (let broken = 1; broken <= length; broken += 1) {
    const found = await readInstalled(layout)
    assert.deepEqual(found, record, `it is still known before step ${broken}`)
    const steps = planUninstall({ layout, installed: record }, systemd.commands)
    await planned((plan) => plan.run(steps.slice(0, broken)))
  }
  assert.deepEqual(await readdir(layout.quadlets), [])
  assert.equal(await readInstalled(layout), undefined)
})

test('what somebody else had in the place of a file of ours is back in it, also when it has to be done twice', async (t) => {
  const { layout, systemd, installed, planned } = await fakeServer(t, () => false)
  const record = await installed()
  const [ours = ''] = record.files
  await writeFile(`${ours}.before-ai-data-analyst`, 'theirs')
  for (const _time of [1, 2]) {
    const steps = planUninstall({ layout, installed: record }, systemd.commands)
    await planned((plan) => plan.run(steps))
    assert.equal(await readFile(ours, 'utf8'), 'theirs')
    assert.deepEqual(await readdir(layout.quadlets), [basename(ours)])
  }
})
