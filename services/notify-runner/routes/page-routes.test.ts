import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Middleware } from 'koa'
import { createLog } from '#core/log.ts'
import { FormBrowser } from '../../../tests/peers/form-browser.ts'
import { openHttpApp } from '../../../tests/peers/http-app.ts'
import { openScriptPortal, type ScriptPortal } from '../../../tests/peers/script-portal.ts'
import { openFakeSandbox, says } from '../../../tests/peers/script-sandbox.ts'
import { until } from '../../../tests/peers/until.ts'
import { sandboxClient } from '../runs/sandbox-client.ts'
import { pageRoutes } from './page-routes.ts'

const hostile = '</textarea></code><script>alert(1)</script>'
let opened: ScriptPortal
let ann: FormBrowser
let bob: FormBrowser
before(async () => {
  opened = await openScriptPortal(({ fileName }) =>
    fileName.startsWith('bad')
      ? { status: 'failed', exitCode: 1, stderr: `ValueError: ${hostile}`, stdout: hostile }
      : says({}),
  )
  for (const email of ['ann@acme.com', 'bob@acme.com']) await opened.tokenFor(email)
  ann = await opened.portal.signedIn('ann@acme.com')
  bob = await opened.portal.signedIn('bob@acme.com')
})
after(() => opened[Symbol.asyncDispose]())

const write = (browser: FormBrowser, name: string, source: string, more = {}) =>
  browser.submit('/scripts/new', '/scripts/save', { name, source, new: 'yes', ...more })

test('who has no script is told how to write the first, and each starter is offered as it is', async () => {
  assert.match((await bob.get('/scripts')).text, /No script yet/)
  for (const kind of ['sql', 'py', 'js', 'nonsense']) {
    const { status, text } = await bob.get(`/scripts/new?kind=${kind}`)
    assert.equal(status, 200)
    assert.ok(text.includes(`value="my_alert.${kind === 'nonsense' ? 'sql' : kind}"`), kind)
  }
})

test('a script is written in the portal, run, changed and removed', async () => {
  const saved = await write(ann, 'sales.py', '\r\n# schedule: manual\r\nprint(1)\r\n')
  assert.deepEqual([saved.status, saved.headers.get('location')], [303, '/scripts/sales.py'])
  // As the person typed it: what the form made of its line ends is no part of it.
  assert.equal(await opened.folders.read('ann', 'sales.py'), '\n# schedule: manual\nprint(1)\n')
  const page = await ann.get('/scripts/sales.py')
  assert.match(page.text, /Runs by hand only/)
  assert.match(page.text, /It has not run yet/)

  const ran = await ann.submit('/scripts/sales.py', '/scripts/sales.py/run')
  assert.deepEqual([ran.status, ran.headers.get('location')], [303, '/scripts/sales.py'])
  assert.match((await ann.get('/scripts/sales.py')).text, /told you/)
  assert.match((await ann.get('/')).text, /1 script<\/a/)

  const edited = { name: 'sales.py', source: '# schedule: soon' }
  await ann.submit('/scripts/sales.py/edit', '/scripts/save', edited)
  assert.match((await ann.get('/scripts/sales.py')).text, /“soon” is not five cron fields/)
  assert.match((await ann.get('/scripts')).text, /has a mistake/)

  const unsure = await ann.submit('/scripts/sales.py', '/scripts/sales.py/remove')
  assert.equal(unsure.status, 400)
  await ann.submit('/scripts/sales.py', '/scripts/sales.py/remove', { confirm: 'yes' })
  assert.equal((await ann.get('/scripts/sales.py')).status, 404)
})

test('a script is paused and resumed in the portal, and both pages show it', async () => {
  await write(ann, 'nightly.py', '# schedule: 0 2 * * *')
  const paused = /It is paused: it is not run on schedule/
  assert.doesNotMatch((await ann.get('/scripts/nightly.py')).text, paused)
  const done = await ann.submit('/scripts', '/scripts/nightly.py/pause')
  assert.deepEqual([done.status, done.headers.get('location')], [303, '/scripts/nightly.py'])
  assert.match((await ann.get('/scripts/nightly.py')).text, paused)
  assert.match((await ann.get('/scripts')).text, /badge warn">paused/)
  const ran = await ann.submit('/scripts/nightly.py', '/scripts/nightly.py/run')
  assert.equal(ran.status, 303)
  assert.match((await ann.get('/scripts/nightly.py')).text, /told you/)
  await ann.submit('/scripts/nightly.py', '/scripts/nightly.py/resume')
  assert.doesNotMatch((await ann.get('/scripts/nightly.py')).text, paused)
  await ann.submit('/scripts/nightly.py', '/scripts/nightly.py/remove', { confirm: 'yes' })
})

test('a new script never replaces one that is there', async () => {
  await write(ann, 'kept.py', 'first')
  const again = await write(ann, 'kept.py', 'second')
  assert.equal(again.status, 400)
  assert.match(again.text, /There is a script kept\.py already/)
  assert.match(
    again.text,
    /name="new" value="yes"[^]*>\nsecond<\/textarea>/,
    'what was typed is there',
  )
  assert.equal(await opened.folders.read('ann', 'kept.py'), 'first')
})

test('who edits in two windows lost what the first had saved: the second is told, and may save once more', async () => {
  await write(ann, 'twice.py', 'first')
  const wasIn = ({ text }: { readonly text: string }) =>
    /name="was" value="([^"]+)"/.exec(text)?.[1]
  const was = wasIn(await ann.get('/scripts/twice.py/edit')) ?? assert.fail()
  const save = (source: string, mark: string) =>
    ann.submit('/scripts/new', '/scripts/save', { name: 'twice.py', source, was: mark })
  assert.equal((await save('second', was)).status, 303)
  const refused = await save('<third>', was)
  assert.equal(refused.status, 409)
  assert.match(
    refused.text,
    /It was not saved: twice\.py was changed elsewhere[^]*>\n&lt;third&gt;</,
  )
  assert.equal(await opened.folders.read('ann', 'twice.py'), 'second')
  assert.equal((await save('<third>', wasIn(refused) ?? assert.fail())).status, 303)
  assert.equal(await opened.folders.read('ann', 'twice.py'), '<third>')
})

test('an edited script that came under a name of no script lost what was typed: it is there, and so is its name to be mended', async () => {
  const edited = { name: 'sales', source: '<typed>', was: 'mark' }
  const refused = await ann.submit('/scripts/new', '/scripts/save', edited)
  assert.equal(refused.status, 400)
  assert.match(refused.text, /“sales” is no name[^]*name="new" value="yes"[^]*>\n&lt;typed&gt;</)
  assert.doesNotMatch(refused.text, /readonly/)
})

test('what a script holds, prints or fails with is shown as text and never becomes part of the page', async () => {
  await write(ann, 'bad.py', hostile)
  await ann.submit('/scripts/bad.py', '/scripts/bad.py/run')
  for (const path of ['/scripts', '/scripts/bad.py', '/scripts/bad.py/edit']) {
    const { status, text } = await ann.get(path)
    assert.equal(status, 200)
    assert.doesNotMatch(text, /<script>alert/, path)
  }
  const { text } = await ann.get('/scripts/bad.py')
  assert.match(text, /ValueError: &lt;\/textarea&gt;/)
  assert.match((await ann.get('/')).text, /1 script failing/)
})

test('the scripts of another person are not there, and no form works without its token', async () => {
  await write(ann, 'hers.py', 'secret = 1')
  for (const path of ['/scripts/hers.py', '/scripts/hers.py/edit'])
    assert.equal((await bob.get(path)).status, 404)
  for (const [path, fields] of [
    ['/scripts/hers.py/run', {}],
    ['/scripts/hers.py/pause', {}],
    ['/scripts/hers.py/resume', {}],
    ['/scripts/hers.py/remove', { confirm: 'yes' }],
  ] as const) {
    assert.equal((await bob.submit('/scripts/new', path, fields)).status, 404, path)
    assert.equal((await ann.post(path, { csrf: 'guessed', ...fields })).status, 403, path)
  }
  const forged = { name: 'hers.py', source: 'x', csrf: '' }
  assert.equal((await ann.post('/scripts/save', forged)).status, 403)
  assert.equal(await opened.folders.read('ann', 'hers.py'), 'secret = 1')
})

test('a large script comes through the form whole, one that is too large is refused with its size', async () => {
  const source = 'ž'.repeat(120 * 1024)
  assert.equal((await write(ann, 'large.py', source)).status, 303)
  assert.equal(await opened.folders.read('ann', 'large.py'), source)
  const { status, text } = await write(ann, 'larger.py', 'x'.repeat(257 * 1024))
  assert.equal(status, 400)
  assert.match(text, /more than 256 KiB/)
  for (const name of ['', '../x.py', 'x.sh', '.x.py', 'x\n.py'])
    assert.equal((await write(ann, name, '')).status, 400, JSON.stringify(name))
})

test('a run that takes longer than a page may is shown as going on, and afterwards how it ended', async () => {
  const gate = Promise.withResolvers<object>()
  await using slow = await openFakeSandbox(async () => ({ ...(await gate.promise) }))
  const { folders, database } = opened
  const sandbox = sandboxClient(slow.address)
  const deps = { db: database.db, folders, sandbox, log: createLog('silent') }
  const identity: Middleware = (ctx, next) => {
    ctx.state['person'] = { username: 'bob', csrf: 'token' }
    return next()
  }
  const app = await openHttpApp({ routers: [pageRoutes(deps, identity, 10)] })
  const browser = new FormBrowser(app.url)
  try {
    await folders.write('bob', 'slow.py', '')
    assert.equal((await browser.post('/scripts/slow.py/run', { csrf: 'token' })).status, 303)
    await until(async () => />running</.test((await browser.get('/scripts/slow.py')).text))
    gate.resolve(says({}))
    await until(async () => (await browser.get('/scripts/slow.py')).text.includes('told you'))
  } finally {
    await app.close()
  }
})
