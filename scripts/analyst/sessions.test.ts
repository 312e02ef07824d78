import assert from 'node:assert/strict'
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { runInFolder } from '../../tests/peers/memory-io.ts'
import { openSessionPortal, type SessionPortal } from '../../tests/peers/session-portal.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'

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
      await writeFile(join(folder.path, name), text)
      return join(folder.path, name)
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
  const pushed = await at.push([at.path('gone.jsonl'), odd, at.path('.analyst'), good])
  assert.equal(pushed.code, 1)
  assert.match(pushed.stdout, /^1 of 4/)
  assert.match(pushed.stderr, /gone\.jsonl: ENOENT/)
  assert.match(pushed.stderr, /a copy of it\.jsonl: not the path of a transcript/)
  assert.match(pushed.stderr, /\.analyst: EISDIR/)
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

test('a hook names its transcript on the standard input, and anything else there is refused', async () => {
  await using at = await place()
  const file = await at.write('hooked.jsonl', line('hooked'))
  const hook = { hook_event_name: 'SessionEnd', transcript_path: file }
  assert.match((await at.push(['--hook'], JSON.stringify(hook))).stdout, /^1 of 1/)
  for (const input of ['', '{', '[]', '{"transcript_path": 7}']) {
    const { code, stderr } = await at.push(['--hook'], input)
    assert.equal(code, 2, input)
    assert.match(stderr, /error: the hook’s input names no transcript/)
  }
})
