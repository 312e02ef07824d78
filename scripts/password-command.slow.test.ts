import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { hash } from '@node-rs/argon2'
import { FormBrowser } from '../tests/peers/form-browser.ts'
import { runScript, startStack, temporaryFolder } from '../tests/peers/stack.ts'

test('an administrator takes the original’s passwords over and invites people, by commands', async () => {
  await using data = await temporaryFolder()
  const env = {
    DATA_DIR: data.path,
    CONFIG_DIR: join(data.path, 'no-config'),
    PUBLIC_URL: 'http://localhost:1234',
  }
  const stack = (...args: string[]) => runScript('stack', args, env)
  const file = join(data.path, 'password_users.json')
  const password_hash = await hash('Partner Secret 9', {
    memoryCost: 65_536,
    timeCost: 3,
    parallelism: 4,
  })
  await writeFile(file, JSON.stringify({ 'partner@else.org': { password_hash } }))

  const refused = await stack('password', 'import', file)
  assert.equal(refused.code, 1)
  assert.match(refused.out, /partner@else\.org {2}left out {2}not invited/)
  assert.match(refused.err, /0 of 1 people were taken over[\s\S]*1 were left out/)
  assert.equal((await stack('user', 'add', 'partner@else.org')).code, 0)
  const imported = await stack('password', 'import', file)
  assert.deepEqual([imported.code, imported.out], [0, 'partner@else.org  password taken over\n'])

  const shown = await stack('password', 'invite', 'Ann@Acme.com', '--name', 'Ann', '--show')
  assert.equal(shown.code, 0)
  const link = new URL(shown.out.trim())
  assert.match(link.href, /^http:\/\/localhost:1234\/auth\/setup\/[\w-]{43}$/)
  const mailed = await stack('password', 'invite', 'partner@else.org')
  assert.deepEqual([mailed.code, mailed.out], [0, ''])
  assert.equal((await stack('password', 'invite', 'no address')).code, 1)
  const off = await stack('password', 'second-step-off', 'ann@acme.com')
  assert.match(off.err, /ann@acme\.com signs in with the password alone/)
  assert.equal((await stack('password', 'second-step-off', 'nobody@acme.com')).code, 1)
  assert.equal((await stack('password', 'import', join(data.path, 'none.json'))).code, 1)

  const running = await startStack(data.path)
  try {
    const visitor = new FormBrowser(new URL(running.url).origin)
    const entered = await visitor.signIn('partner@else.org', 'Partner Secret 9')
    assert.equal(entered.status, 303)
    const ann = new FormBrowser(new URL(running.url).origin)
    const chosen = { password: 'a sentence of unusual words' }
    const saved = await ann.submit(link.pathname, link.pathname, chosen)
    assert.equal(saved.status, 303, saved.text)
    assert.equal((await ann.signIn('ann@acme.com', chosen.password)).status, 303)
  } finally {
    await running.interrupt()
  }
})
