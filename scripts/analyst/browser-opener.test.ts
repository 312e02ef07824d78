import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { browserCommand, browserOpener } from './browser-opener.ts'
import { until } from '../../tests/peers/until.ts'

const on = (platform: NodeJS.Platform, env: Record<string, string> = {}) =>
  browserCommand({ platform, env })?.[0]

test('each platform has its own way to open an address', () => {
  assert.equal(on('darwin'), 'open')
  assert.equal(on('win32'), 'rundll32')
  assert.equal(on('linux', { DISPLAY: ':0' }), 'xdg-open')
  assert.equal(on('linux', { WAYLAND_DISPLAY: 'wayland-0' }), 'xdg-open')
})

test('without a screen, or by SSH, there is no browser of the person', () => {
  assert.equal(on('linux'), undefined)
  assert.equal(on('linux', { DISPLAY: 'localhost:10', SSH_CONNECTION: 'x' }), undefined)
  assert.equal(on('darwin', { SSH_TTY: '/dev/pts/1' }), undefined)
  assert.equal(browserOpener({ platform: 'linux', env: {} }), undefined)
})

test('BROWSER is taken wherever it is set', () => {
  assert.equal(on('linux', { BROWSER: 'firefox', SSH_TTY: 'x' }), 'firefox')
})

test('the address reaches the program whole, and no shell reads it', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'browser-'))
  t.after(() => rm(dir, { recursive: true }))
  const program = join(dir, 'browser')
  await writeFile(
    program,
    `#!/bin/sh\nprintf %s "$1" > '${dir}/new' && mv '${dir}/new' '${dir}/out'\n`,
  )
  await chmod(program, 0o755)
  const address = 'http://localhost/?a=1&b=$(touch x);`id`|"\''
  await browserOpener({ platform: 'linux', env: { BROWSER: program } })?.(address)
  await until(() => existsSync(join(dir, 'out')))
  assert.equal(await readFile(join(dir, 'out'), 'utf8'), address)
})

test('a program that is not there is an error, and not silence', async () => {
  const open = browserOpener({ platform: 'linux', env: { BROWSER: '/nowhere/browser' } })
  assert.ok(open)
  await assert.rejects(open('http://localhost/'), { code: 'ENOENT' })
})
