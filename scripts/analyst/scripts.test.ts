import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { runInFolder } from '../../tests/peers/memory-io.ts'
import { openScriptPortal, type ScriptPortal } from '../../tests/peers/script-portal.ts'
import { says } from '../../tests/peers/script-sandbox.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'

let opened: ScriptPortal
let token: string
let folder: Awaited<ReturnType<typeof temporaryFolder>>
before(async () => {
  opened = await openScriptPortal(() => says({ title: 'Sales fell\u001b[2J', message: 'by 20' }))
  token = await opened.tokenFor('ann@acme.com')
  folder = await temporaryFolder()
  await mkdir(join(folder.path, '.analyst'))
  const record = { url: `${opened.url}/`, key: null, firstSeen: '2026-11-23T00:00:00.000Z' }
  await writeFile(join(folder.path, '.analyst/server.json'), JSON.stringify(record))
})
after(async () => {
  await folder[Symbol.asyncDispose]()
  await opened[Symbol.asyncDispose]()
})

const scripts = (...args: string[]) => runInFolder(folder.path, ['scripts', ...args], { token })
const file = async (name: string, source: string | Buffer) => {
  const path = join(folder.path, name)
  await writeFile(path, source)
  return path
}

test('a script that was just pushed was said to run by hand only: the list tells when it is due', async () => {
  const pushed = await scripts('push', await file('a.py', '# schedule: 0 8 * * *\n'))
  assert.deepEqual([pushed.code, pushed.stdout], [0, 'pushed a.py\n'])
  const { stdout } = await scripts()
  assert.match(stdout, /^a\.py\t0 8 \* \* \*\tnever ran\tnext \d{4}-\d\d-\d\dT08:00:00\.000Z\n$/)
})

test('a script is paused and resumed, several at once, and the list shows which are', async () => {
  await scripts('push', await file('p.py', ''), await file('q.py', ''))
  const done = await scripts('pause', 'p.py', 'q.py')
  assert.deepEqual([done.code, done.stdout], [0, 'paused p.py\npaused q.py\n'])
  assert.equal((await scripts('resume', 'q.py')).stdout, 'resumed q.py\n')
  const { stdout } = await scripts('list')
  assert.match(stdout, /^p\.py\t.*\tnever ran\tpaused$/m)
  assert.match(stdout, /^q\.py\t.*\tnever ran\tnext \d/m)
  assert.match((await scripts('run', 'p.py')).stdout, /p\.py: notified/)
  assert.match((await scripts('pause', 'none.py')).stderr, /There is no script none\.py/)
})

test('a run by hand shows what was told, and steers no terminal', async () => {
  await scripts('push', await file('told.py', '# schedule: manual\n'))
  const ran = await scripts('run', 'told.py')
  assert.match(ran.stderr, /running told\.py …/)
  assert.match(ran.stdout, /told\.py: notified\ntitle: Sales fell\ufffd\[2J\nmessage: by 20\n/)
})

test('of a mistyped name there were no runs, without a word: it is told, and so is one that has not run', async () => {
  await scripts('push', await file('new.py', ''))
  const none = await scripts('logs', 'new.py')
  assert.deepEqual([none.code, none.stdout, none.stderr], [0, '', 'new.py has not run yet\n'])
  const unknown = await scripts('logs', 'nwe.py')
  assert.equal(unknown.code, 1)
  assert.match(unknown.stderr, /There is no script nwe\.py/)
})

test('a file in another encoding was pushed with its letters lost: it is refused, and the bytes of others are kept', async () => {
  const latin = await scripts(
    'push',
    await file('latin.py', Buffer.from('print("\xe9")', 'latin1')),
  )
  assert.equal(latin.code, 1)
  assert.match(latin.stderr, /not text in UTF-8\n.*Save it as UTF-8/)
  const source = '\ufeff# žluť\r\n'
  assert.equal((await scripts('push', await file('bytes.py', source))).code, 0)
  const kept = join(opened.homesDir, 'ann/user/notifications/bytes.py')
  assert.equal(await readFile(kept, 'utf8'), source)
})

for (const [what, args, said] of [
  ['a file that is not there', ['push', 'none.py'], /none\.py: there is no such file\nremedy: /],
  ['a folder', ['push', '.'], /\.: it is a folder\nremedy: /],
  ['a name that no script has', ['push', 'a b.py'], /“a b\.py” is no name of a script\nremedy: /],
  ['an action that there is not', ['frob'], /no “scripts frob”\nremedy: There are list, push, run/],
] as const)
  test(`${what} is refused with a remedy`, async () => {
    await file('a b.py', '')
    const { code, stderr } = await scripts(...args)
    assert.notEqual(code, 0)
    assert.match(stderr, said)
  })
