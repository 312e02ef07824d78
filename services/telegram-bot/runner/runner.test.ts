import assert from 'node:assert/strict'
import type { RequestListener } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { listen } from '#core/http/server.ts'
import { openRunner } from './runner.ts'

const { signal } = new AbortController()

async function serve(t: TestContext, handler: RequestListener) {
  const folder = await mkdtemp(join(tmpdir(), 'runner-'))
  const server = await listen(handler, { socket: join(folder, 'r.sock'), drainMs: 100 })
  t.after(async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })
  const manifest = { id: 'x', title: 'X', description: 'x', kind: 'daemon' } as const
  return openRunner({ manifest, address: server.url }, 'token')
}

test('the runner is asked over a socket too, names are encoded, and what it says more is no harm', async (t) => {
  const seen: (string | undefined)[] = []
  const runner = await serve(t, (request, response) => {
    seen.push(request.url, request.headers.authorization)
    response.end(JSON.stringify([{ name: 'a.py', lastRun: null, more: 1 }]))
  })
  assert.equal((await runner.list('ann&user=bob', signal))[0]?.name, 'a.py')
  assert.deepEqual(seen, ['/internal/scripts?user=ann%26user%3Dbob', 'Bearer token'])
})

test('a refusal comes with its reason and remedy', async (t) => {
  const runner = await serve(t, (_request, response) =>
    response.writeHead(403).end(JSON.stringify({ detail: 'ann is locked', remedy: 'Ask.' })),
  )
  await assert.rejects(runner.run('ann', 'a.py', signal), {
    code: 'runner_refused',
    message: 'ann is locked',
    remedy: 'Ask.',
  })
})

test('an answer that is nonsense, too long or cut off is an error', async (t) => {
  const answers = ['[{}]', '"x"', 'x'.repeat(2_000_000), undefined]
  const runner = await serve(t, (_request, response) => {
    const answer = answers.shift()
    if (answer === undefined) response.destroy()
    else response.end(answer)
  })
  for (let i = 0; i < 4; i += 1) await assert.rejects(runner.list('ann', signal))
  assert.equal(answers.length, 0)
})
