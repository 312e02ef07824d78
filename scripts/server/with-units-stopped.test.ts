import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { exampleStack } from '../../tests/peers/example-stack.ts'
import { fakeServer } from '../../tests/peers/fake-server.ts'
import { withUnitsStopped } from './with-units-stopped.ts'

/** A server with its units as they run, and how a command stops them for its work. */
async function place(t: TestContext) {
  const { systemd, installed } = await fakeServer(t, () => false)
  const services = exampleStack.services.map((manifest) => ({ manifest }))
  const context = { installation: { units: { services } }, note: () => undefined } as never
  const record = await installed()
  const before = [...systemd.running.keys()].sort()
  const runs = () => [...systemd.running.keys()].sort()
  const stopped = (work: () => Promise<void>, commands = systemd.commands) =>
    withUnitsStopped({ installed: record }, work, context, commands)
  return { systemd, before, runs, stopped }
}

test('while a command works only the database and what it requires run, then all of it again', async (t) => {
  const { before, runs, stopped, systemd } = await place(t)
  let during: readonly string[] = []
  await stopped(() => Promise.resolve(void (during = runs())))
  assert.deepEqual(during, ['postgres.service', 'secrets.service'])
  assert.deepEqual(runs(), before)
  assert.ok(systemd.asked.includes('stop corporate-memory.timer'), 'nothing is begun meanwhile')
  assert.ok(systemd.asked.includes('stop corporate-memory.service'))
})

test('all of it runs again, however the work ended', async (t) => {
  const { before, runs, stopped } = await place(t)
  await assert.rejects(
    stopped(() => Promise.reject(new Error('the backup is damaged'))),
    /the backup is damaged/,
  )
  assert.deepEqual(runs(), before)
})

test('where a unit cannot be stopped nothing is done, and those that were stopped run again', async (t) => {
  const { before, runs, stopped, systemd } = await place(t)
  let worked = false
  const commands = {
    ...systemd.commands,
    async systemctl(...words: readonly string[]) {
      const out = await systemd.commands.systemctl(...words)
      if (words[0] === 'stop') throw new Error('bot.service did not stop in time')
      return out
    },
  }
  await assert.rejects(
    stopped(() => Promise.resolve(void (worked = true)), commands),
    /did not stop in time/,
  )
  assert.equal(worked, false)
  assert.deepEqual(runs(), before)
})
