import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openScriptPortal, type ScriptPortal } from '../../../tests/peers/script-portal.ts'
import { says } from '../../../tests/peers/script-sandbox.ts'

let opened: ScriptPortal
let ann: string
let bob: string
before(async () => {
  opened = await openScriptPortal(({ fileName }) =>
    fileName === 'bad.py' ? { status: 'failed', exitCode: 1, stderr: 'KeyError: x' } : says({}),
  )
  ann = await opened.tokenFor('ann@acme.com')
  bob = await opened.tokenFor('bob@acme.com')
})
after(() => opened[Symbol.asyncDispose]())

const push = (token: string, name: string, body: string | Buffer) =>
  opened.ask(token, `/api/scripts/${name}`, {
    method: 'PUT',
    body: new Uint8Array(Buffer.from(body)),
  })

async function read(answer: Promise<Response>): Promise<Record<string, unknown>> {
  return (await (await answer).json()) as Record<string, unknown>
}

async function namesOf(token: string): Promise<readonly string[]> {
  const { scripts } = await read(opened.ask(token, '/api/scripts'))
  return (scripts as { name: string }[]).map(({ name }) => name)
}

test('a script is pushed, read back to the byte, run, its runs read, and removed', async () => {
  const source = '\n# schedule: 0 8 * * *\r\nprint("žluť 😀")\n\n'
  const pushed = await read(push(ann, 'a.py', source))
  assert.deepEqual(pushed, { name: 'a.py', schedule: '0 8 * * *', problems: [] })
  assert.equal(await (await opened.ask(ann, '/api/scripts/a.py')).text(), source)
  assert.equal(
    (await read(opened.ask(ann, '/api/scripts/a.py/run', { method: 'POST' })))['status'],
    'notified',
  )
  await push(ann, 'bad.py', '')
  const failed = await read(opened.ask(ann, '/api/scripts/bad.py/run', { method: 'POST' }))
  assert.deepEqual([failed['status'], failed['error']], ['failed', 'it ended with 1: KeyError: x'])
  const { runs } = await read(opened.ask(ann, '/api/scripts/a.py/runs'))
  assert.deepEqual(
    (runs as { status: string; trigger: string }[]).map(({ status, trigger }) => [status, trigger]),
    [['notified', 'command']],
  )
  for (const name of ['a.py', 'bad.py']) {
    const removed = await opened.ask(ann, `/api/scripts/${name}`, { method: 'DELETE' })
    assert.equal(removed.status, 204)
  }
  assert.deepEqual(await namesOf(ann), [])
  assert.equal((await opened.ask(ann, '/api/scripts/a.py')).status, 404)
})

test('a script is paused and resumed; the list tells it', async () => {
  await push(ann, 'p.py', '# schedule: 0 8 * * *\n')
  const listed = async () => {
    const { scripts } = await read(opened.ask(ann, '/api/scripts'))
    const found = (scripts as Record<string, unknown>[]).find(({ name }) => name === 'p.py')
    return [found?.['paused'], typeof found?.['nextRunAt']]
  }
  const ask = async (what: string) =>
    (await opened.ask(ann, `/api/scripts/${what}`, { method: 'POST' })).status
  assert.deepEqual(await listed(), [false, 'string'])
  assert.equal(await ask('p.py/pause'), 204)
  assert.deepEqual(await listed(), [true, 'object'])
  assert.equal(await ask('p.py/resume'), 204)
  assert.deepEqual(await listed(), [false, 'string'])
  assert.equal(await ask('none.py/pause'), 404)
})

test('nobody reaches another person’s scripts, and nobody anything without a token', async () => {
  await push(ann, 'mine.py', 'secret = 1')
  assert.deepEqual(await namesOf(bob), [])
  for (const [method, path] of [
    ['GET', 'mine.py'],
    ['DELETE', 'mine.py'],
    ['POST', 'mine.py/run'],
    ['POST', 'mine.py/pause'],
    ['POST', 'mine.py/resume'],
    ['GET', 'mine.py/runs'],
  ] as const) {
    const answer = await opened.ask(bob, `/api/scripts/${path}`, { method })
    assert.equal(answer.status, 404, `${method} ${path}`)
    assert.doesNotMatch(await answer.text(), /secret|"id"/)
    for (const token of [undefined, 'ada_none'])
      assert.equal((await opened.ask(token, `/api/scripts/${path}`, { method })).status, 401)
  }
})

test('a name that is a path, or no name of a script, is refused before anything is touched', async () => {
  for (const name of [
    '..%2fa.py',
    '%2e%2e%2fa.py',
    'a.sh',
    '.a.py',
    'a%00.py',
    'a%0a.py',
    '-a.py',
  ]) {
    const answer = await push(ann, name, '')
    assert.equal(answer.status, 400, name)
    assert.equal((await read(Promise.resolve(answer)))['code'], 'invalid_script_name')
  }
})

test('a script may have 256 KiB and not a byte more, and must be text', async () => {
  assert.equal((await push(ann, 'full.py', '#'.repeat(256 * 1024))).status, 200)
  assert.equal((await push(ann, 'more.py', '#'.repeat(256 * 1024 + 1))).status, 413)
  const latin = await push(ann, 'latin.py', Buffer.from('print("\xe9")', 'latin1'))
  assert.equal(latin.status, 400)
  assert.match(JSON.stringify(await latin.json()), /UTF-8/)
  assert.ok(!(await namesOf(ann)).includes('latin.py'))
})

test('one script that cannot be read hides none of the others, and says what is wrong with it', async () => {
  const folder = join(opened.homesDir, 'cyd/user/notifications')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'huge.py'), '#'.repeat(300_000))
  await writeFile(join(folder, 'good.sql'), '-- schedule: manual\nselect 1')
  const cyd = await opened.tokenFor('cyd@acme.com')
  const { scripts } = await read(opened.ask(cyd, '/api/scripts'))
  assert.deepEqual(
    (scripts as { name: string; problems: string[] }[]).map(({ name, problems }) => [
      name,
      problems,
    ]),
    [
      ['good.sql', []],
      ['huge.py', ['huge.py has more than 256 KiB']],
    ],
  )
})
