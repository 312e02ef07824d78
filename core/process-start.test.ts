import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { isAlive, processStart } from './process-start.ts'

const linux = process.platform === 'linux'
const onLinux = { skip: linux ? false : 'only Linux tells when a process began' }

/** A process that is called so. */
async function processNamed(t: TestContext, name: string) {
  const folder = mkdtempSync(join(tmpdir(), 'named-'))
  t.after(() => rmSync(folder, { recursive: true }))
  copyFileSync('/bin/sleep', join(folder, name))
  const child = spawn(join(folder, name), ['60'], { stdio: 'ignore' })
  t.after(() => child.kill('SIGKILL'))
  await once(child, 'spawn')
  return { child, pid: child.pid ?? assert.fail('it has no number') }
}

test('a process lives until it has ended', async (t) => {
  const { child, pid } = await processNamed(t, 'sleeper')
  assert.equal(isAlive(pid), true)
  assert.equal(isAlive(process.pid), true)
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.equal(isAlive(pid), false)
  assert.equal(processStart(pid), null)
})

for (const name of ['sleeper', 'a) S 1 (b', '((', ')) ) 1 2 3', 'two words'])
  test(`the start of a process called “${name}” is read where it stands`, onLinux, async (t) => {
    const { pid } = await processNamed(t, name)
    const [ticks, uptime] = [processStart(pid), readFileSync('/proc/uptime', 'utf8')]
    assert.match(ticks ?? '', /^\d+$/)
    assert.equal(processStart(pid), ticks)
    // In hundredths of a second since the machine began (sysconf(_SC_CLK_TCK)): not long ago.
    const age = Number(uptime.split(' ')[0]) - Number(ticks) / 100
    assert.ok(age > -1 && age < 300, `${ticks}: ${age} s`)
  })

test('two processes that ever have the same number began at other times', onLinux, () => {
  assert.ok(Number(processStart(1)) < Number(processStart(process.pid)))
})
