import assert from 'node:assert/strict'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fakeServer } from '../../tests/peers/fake-server.ts'
import { leftBeside } from './left-beside.ts'
import { planUninstall } from './plan-uninstall.ts'

const LEFT = 'localhost/ai-data-analyst/webapp:1.5.0'

/** A server of version 1 on which an upgrade to 1.5 was killed when its portal ran beside the old one. */
async function killedUpgrade(t: TestContext) {
  const server = await fakeServer(t, () => false)
  const file = join(server.layout.quadlets, 'webapp-next.container')
  await writeFile(file, `[Container]\nImage=${LEFT}\n`)
  server.systemd.running.set('webapp-next.service', LEFT)
  return { ...server, file }
}

const nextOf = (names: Iterable<string>) => [...names].filter((name) => name.includes('-next'))

// It ran on for ever, and people were served by it whenever the portal itself was slow.
test('what a killed upgrade left beside is stopped and removed by the next installation', async (t) => {
  const { installed, systemd, planned, layout } = await killedUpgrade(t)
  const { files } = await installed()
  const steps = leftBeside(files, systemd.commands)
  assert.deepEqual(
    steps.map(({ does }) => does),
    ['stop', 'remove'],
  )
  await planned((plan) => plan.run(steps))
  assert.deepEqual(nextOf(systemd.running.keys()), [])
  assert.deepEqual(nextOf(await readdir(layout.quadlets)), [])
  assert.ok(systemd.running.has('webapp.service'))
  assert.deepEqual(leftBeside(files, systemd.commands), [], 'and nothing is left to do')
})

test('and by the removal of the whole', async (t) => {
  const { installed, systemd, planned, layout } = await killedUpgrade(t)
  const record = await installed()
  await planned((plan) => plan.run(planUninstall({ layout, installed: record }, systemd.commands)))
  assert.deepEqual([...systemd.running.keys()], [])
  assert.deepEqual(await readdir(layout.quadlets), [])
})

// systemctl start of a unit that runs does nothing: the health of what was left stood for that of the new version.
test('the next upgrade looks at its own version, and not at what is left running', async (t) => {
  const broken = (image: string) => image.includes('webapp:2.0.0')
  const { systemd, upgrade, layout, installed } = await fakeServer(t, broken)
  await writeFile(join(layout.quadlets, 'webapp-next.container'), `[Container]\nImage=${LEFT}\n`)
  systemd.running.set('webapp-next.service', LEFT)
  await assert.rejects(upgrade('2.0.0'), /webapp-next\.service did not become well/)
  assert.equal((await installed()).version, '1.0.0')
  assert.match(systemd.running.get('webapp.service') ?? '', /:1\.0\.0$/)
  assert.deepEqual(nextOf(systemd.running.keys()), [])
})

test('a service whose own name ends like that is not taken for one', async (t) => {
  const { systemd, layout } = await fakeServer(t, () => false)
  const files = ['bot.container', 'bot-next.container'].map((name) => join(layout.quadlets, name))
  for (const file of files) await writeFile(file, '')
  assert.deepEqual(leftBeside(files, systemd.commands), [])
})
