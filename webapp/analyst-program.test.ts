import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { Registry } from 'prom-client'
import { createHttpApp } from '#core/http/app.ts'
import { createLog } from '#core/log.ts'
import { listenLater } from '../tests/peers/listen-later.ts'
import { temporaryFolder } from '../tests/peers/stack.ts'
import { analystProgramRouter } from './analyst-program.ts'

/** The route alone, over an installation that is an empty folder at first. */
async function openProgram() {
  await using opened = new AsyncDisposableStack()
  const { path } = opened.use(await temporaryFolder())
  const server = await listenLater()
  opened.defer(() => server.close())
  const app = createHttpApp({
    service: 'tested',
    log: createLog('silent'),
    metrics: new Registry(),
    routers: [analystProgramRouter(path)],
  })
  server.serve(app.callback())
  const kept = opened.move()
  return {
    get: (headers: Record<string, string> = {}, method = 'GET') =>
      fetch(`${server.url}/analyst.mjs`, { headers, method }),
    async write(text: string) {
      await mkdir(join(path, 'webapp'), { recursive: true })
      await writeFile(join(path, 'webapp/analyst.mjs'), text)
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

const text = '#!/usr/bin/env node\nconsole.log("Zoë")\n'

test('an image hands out the program that it carries, as a file to keep and never to be run by a page', async () => {
  await using program = await openProgram()
  await program.write(text)
  const got = await program.get()
  assert.equal(await got.text(), text)
  assert.match(got.headers.get('content-type') ?? '', /^text\/javascript/)
  assert.equal(got.headers.get('content-disposition'), 'attachment; filename="analyst.mjs"')
  assert.equal(got.headers.get('x-content-type-options'), 'nosniff')
  assert.match(got.headers.get('etag') ?? '', /^"[0-9a-f]{32}"$/)
})

test('who has the program gets no second copy, and who has another gets this one', async () => {
  await using program = await openProgram()
  await program.write(text)
  const etag = (await program.get()).headers.get('etag') ?? ''
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const got = await program.get({ 'if-none-match': known, 'cache-control': 'max-age=0' })
    assert.deepEqual([got.status, await got.text()], [304, ''], known)
  }
  const other = await program.get({ 'if-none-match': '"other"', 'cache-control': 'max-age=0' })
  assert.deepEqual([other.status, await other.text()], [200, text])
  const head = await program.get({}, 'HEAD')
  assert.deepEqual([head.status, head.headers.get('etag'), await head.text()], [200, etag, ''])
})

test('an installation that cannot make the program says how to, and hands it out once it is there', async () => {
  await using program = await openProgram()
  const refused = await Promise.all([program.get(), program.get()])
  for (const answer of refused) {
    assert.equal(answer.status, 503)
    const { code, remedy } = (await answer.json()) as Record<string, string>
    assert.equal(code, 'analyst_program_missing')
    assert.match(remedy ?? '', /webapp\/analyst\.mjs/)
  }
  await program.write(text)
  assert.equal(await (await program.get()).text(), text)
})
