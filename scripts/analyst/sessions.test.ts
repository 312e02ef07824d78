import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { memoryIo, runInFolder } from '../../tests/peers/memory-io.ts'
import { openSessionPortal, type SessionPortal } from '../../tests/peers/session-portal.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { runAnalyst } from './run-analyst.ts'

let opened: SessionPortal
let token: string
before(async () => {
  opened = await openSessionPortal()
  token = await opened.tokenFor('ann@acme.com')
})
after(() => opened[Symbol.asyncDispose]())

const line = (content: string) =>
  `${JSON.stringify({ type: 'user', sessionId: 's', message: { content } })}\n`

/** An analyst's folder that belongs to the portal, and `analyst sessions` in it. */
async function place() {
  const folder = await temporaryFolder()
  await mkdir(join(folder.path, '.analyst'))
  const record = { url: `${opened.url}/`, key: null, firstSeen: '2026-11-23T00:00:00.000Z' }
  await writeFile(join(folder.path, '.analyst/server.json'), JSON.stringify(record))
  return {
    path: (name: string) => join(folder.path, name),
    write: async (name: string, text: string) => {
      const file = resolve(folder.path, name)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, text)
      return file
    },
    settings: async () =>
      JSON.parse(await readFile(join(folder.path, '.claude/settings.local.json'), 'utf8')),
    sessions: (...args: readonly string[]) =>
      runInFolder(folder.path, ['sessions', ...args], { token }),
    /** As a person at a terminal who answers this. */
    async answering(answer: string, ...args: readonly string[]) {
      const stdin = Object.assign(Readable.from([answer]), { isTTY: true })
      const io = memoryIo({ cwd: folder.path, token, stdin })
      const code = await runAnalyst(['sessions', ...args], io)
      return { code, asked: io.err(), told: io.out() }
    },
    push: (files: readonly string[], stdin?: string) =>
      runInFolder(folder.path, ['sessions', 'push', ...files], {
        token,
        ...(stdin !== undefined && { stdin }),
      }),
    show: (id: string) => runInFolder(folder.path, ['sessions', 'show', id], { token }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

test('what grows is sent from where it ended, and a line without its end waits', async () => {
  await using at = await place()
  const file = await at.write('grows.jsonl', line('one') + line('two').slice(0, 20))
  assert.match((await at.push([file])).stdout, /^1 of 1/)
  assert.match((await at.push([file])).stdout, /^0 of 1/)
  await appendFile(file, line('two').slice(20))
  assert.match((await at.push([file])).stdout, /^1 of 1/)
  await opened.collect()
  assert.equal((await at.show('grows')).stdout, line('one') + line('two'))
})

test('a person was asked nothing before a session went for good: they are, and a program is not', async () => {
  await using at = await place()
  await at.push([await at.write('precious.jsonl', line('one'))])
  for (const answer of ['n\n', '\n', '']) {
    const { code, asked, told } = await at.answering(answer, 'delete', 'precious')
    assert.deepEqual([code, told], [1, ''], answer)
    assert.match(asked, /Delete precious .* for good\?/)
  }
  assert.match((await at.answering('y\n', 'delete', 'precious')).told, /^deleted precious/)
  for (const how of [['--yes'], []]) {
    await at.push([await at.write(`p${how.length}.jsonl`, line('one'))])
    assert.match((await at.sessions('delete', `p${how.length}`, ...how)).stdout, /^deleted/)
  }
})

test('a transcript that was written anew is sent anew, also when it is as long as before', async () => {
  await using at = await place()
  const file = await at.write('anew.jsonl', line('first'))
  await at.push([file])
  await at.write('anew.jsonl', line('other'))
  assert.match((await at.push([file])).stdout, /^1 of 1/)
  await opened.collect()
  assert.equal((await at.show('anew')).stdout, line('other'))
})

test('one that cannot be sent is named and keeps no other from being sent', async () => {
  await using at = await place()
  const good = await at.write('good.jsonl', line('good'))
  const odd = await at.write('a copy of it.jsonl', line('odd'))
  const pushed = await at.push([at.path('gone.jsonl'), odd, good])
  assert.equal(pushed.code, 1)
  assert.match(pushed.stdout, /^1 of 3/)
  assert.match(pushed.stderr, /gone\.jsonl: ENOENT/)
  assert.match(pushed.stderr, /a copy of it\.jsonl: not the path of a transcript/)
  await opened.collect()
  assert.equal((await at.show('good')).stdout, line('good'))
})

test('a server that takes nothing is told once, and nothing is tried after it', async () => {
  await using at = await place()
  const files = [await at.write('a.jsonl', line('a')), await at.write('b.jsonl', line('b'))]
  const refused = await runInFolder(at.path('.'), ['sessions', 'push', ...files], {
    token: 'ada_x',
  })
  assert.equal(refused.code, 1)
  assert.equal(refused.stdout, '')
  assert.equal(refused.stderr.match(/error:/g)?.length, 1, refused.stderr)
})

test('a line as long as a picture is sent, and one that no server takes is told: what follows it waits', async () => {
  await using at = await place()
  const large = await at.write('large.jsonl', line('x'.repeat(12_000_000)) + line('after'))
  assert.match((await at.push([large])).stdout, /^1 of 1/)
  await opened.collect()
  assert.ok((await at.show('large')).stdout.endsWith(line('after')))
  const endless = await at.write('endless.jsonl', line('x'.repeat(17_000_000)))
  const told = await at.push([endless])
  assert.equal(told.code, 1)
  assert.match(told.stderr, /endless\.jsonl: the line at byte 0 is longer than 16 MiB/)
})

test('hook depends on a python executable (of the original): what Claude Code calls is this program and its Node alone', async () => {
  await using at = await place()
  const project = at.path('claude/projects/-home-ann-shop')
  await mkdir(join(project, 'one/subagents'), { recursive: true })
  await at.write('.claude/settings.local.json', JSON.stringify({ model: 'x', hooks: { Stop: [] } }))
  const on = await at.sessions('hook', 'on')
  assert.equal(on.stderr, '')
  assert.match((await at.sessions('hook', 'on')).stdout, /^unchanged: /)
  const { model, hooks } = await at.settings()
  assert.deepEqual([model, hooks.Stop, hooks.SessionEnd.length], ['x', [], 1])

  const transcript = await at.write(`${project}/one.jsonl`, line('the session that ended'))
  await at.write(`${project}/one/subagents/agent-a.jsonl`, line('its subagent'))
  await at.write(`${project}/two.jsonl`, line('one that an earlier end could not send'))
  const hook = { hook_event_name: 'SessionEnd', transcript_path: transcript }
  const called = spawnSync('/bin/sh', ['-c', hooks.SessionEnd[0].hooks[0].command], {
    input: JSON.stringify(hook),
    env: {
      PATH: '/nowhere-python-could-be',
      CLAUDE_CONFIG_DIR: at.path('claude'),
      ANALYST_TOKEN: token,
    },
    encoding: 'utf8',
  })
  assert.deepEqual([called.status, called.stderr], [0, ''])
  const said = () => readFile(at.path('.analyst/hook.log'), 'utf8')
  while (!/new\n$/.test(await said())) await setTimeout(50)
  assert.equal(await said(), '3 of 3 transcripts had something new\n')
  await opened.collect()
  assert.match((await at.sessions('list')).stdout, /the session that ended/)
  assert.match(
    (await runInFolder(at.path(''), ['doctor'], { token })).stdout,
    /ok +sessions: 3 of 3/,
  )

  await at.sessions('hook', 'off')
  assert.deepEqual(await at.settings(), { model: 'x', hooks: { Stop: [] } })
  assert.match((await at.sessions('hook', 'off')).stdout, /^unchanged: /)
})

test('settings that are none are left as they are, and a hook is on or off', async () => {
  await using at = await place()
  await at.write('.claude/settings.local.json', '{ "hooks": 7 }')
  const { code, stderr } = await at.sessions('hook', 'on')
  assert.equal(code, 2)
  assert.match(
    stderr,
    /settings\.local\.json is not what Claude Code reads\nremedy: Mend or remove/,
  )
  assert.equal(await readFile(at.path('.claude/settings.local.json'), 'utf8'), '{ "hooks": 7 }')
  assert.match((await at.sessions('hook', 'maybe')).stderr, /on or off\?/)
})

test('what a push in the background could not do is seen by analyst doctor, with the remedy', async () => {
  await using at = await place()
  await at.write('.analyst/hook.log', 'error: the server does not answer\n')
  const { stdout } = await runInFolder(at.path(''), ['doctor'], { token })
  assert.match(
    stdout,
    /FAILED +sessions: the last session was not sent: error: the server does not/,
  )
  assert.match(stdout, /remedy: Run `analyst sessions push`/)
})

test('a hook’s input that names no transcript is refused', async () => {
  await using at = await place()
  for (const input of ['', '{', '[]', '{"transcript_path": 7}']) {
    const { code, stderr } = await at.push(['--hook'], input)
    assert.equal(code, 2, input)
    assert.match(stderr, /error: the hook’s input names no transcript/)
  }
})
