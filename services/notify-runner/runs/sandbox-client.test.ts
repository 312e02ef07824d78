import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openFakeService } from '../../../tests/peers/portal.ts'
import { sandboxClient, type SandboxRun } from './sandbox-client.ts'

const health = (status: string, detail?: string) =>
  openFakeService({ id: 'script-sandbox' }, (_request, response) => {
    response.statusCode = status === 'failed' ? 503 : 200
    response.end(JSON.stringify({ status, detail }))
  })

test('a sandbox that is well is no trouble', async () => {
  await using well = await health('ok', 'Landlock and seccomp')
  assert.equal(await sandboxClient(well.service.address).trouble(), undefined)
})

test('a sandbox without its wall tells why, in its own words', async () => {
  await using open = await health('degraded', 'scripts are not run here: setpriv is too old')
  const trouble = await sandboxClient(open.service.address).trouble()
  assert.equal(trouble, 'scripts are not run here: setpriv is too old')
})

test('a sandbox that is gone, silent or switched off is a trouble and not an error', async () => {
  const gone = await sandboxClient('unix:/nowhere.sock').trouble()
  assert.match(gone ?? '', /does not answer: .*ENOENT/)
  await using silent = await openFakeService({ id: 'script-sandbox' }, () => undefined)
  assert.match((await sandboxClient(silent.service.address).trouble()) ?? '', /does not answer/)
  assert.match((await sandboxClient(undefined).trouble()) ?? '', /switched off/)
})

const run: SandboxRun = {
  ...{ id: '1', owner: 'ann', language: 'sql', fileName: 'a.sql', source: 'select 1' },
  tables: [{ id: 'shop/orders', dataset: 'shop', name: 'orders', files: ['a1', 'b2'] }],
}
const ended = { status: 'ok', exitCode: 0, stdout: '{}', stderr: '', durationMs: 1.5 }

/** What becomes of a run when the sandbox answers so; how often it was asked, and with what. */
async function runWith(
  answer: (respond: (status: number, body: string) => void, cut: () => void) => void,
  signal: AbortSignal = AbortSignal.timeout(60_000),
) {
  const asked: unknown[] = []
  await using sandbox = await openFakeService(
    { id: 'script-sandbox' },
    async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      asked.push(JSON.parse(body))
      const respond = (status: number, text: string) => response.writeHead(status).end(text)
      answer(respond, () => request.socket.destroy())
    },
  )
  const [result] = await Promise.allSettled([
    sandboxClient(sandbox.service.address).run(run, signal),
  ])
  return { asked, result }
}

test('a run is sent with its tables as the sandbox knows them, and its end comes back as it was told', async () => {
  const { asked, result } = await runWith((respond) =>
    respond(200, JSON.stringify({ ...ended, more: 1 })),
  )
  const { tables, ...rest } = run
  assert.deepEqual(asked, [
    {
      ...rest,
      tables: [{ schema: 'shop', name: 'orders', objects: [...(tables[0]?.files ?? [])] }],
    },
  ])
  assert.deepEqual(result, { status: 'fulfilled', value: ended })
})

for (const [what, status, body, code, message, remedy] of [
  [
    'a refusal',
    503,
    '{"code":"no_python","title":"Unavailable","detail":"No Python","remedy":"Install it"}',
    ...['no_python', 'No Python', 'Install it'],
  ],
  [
    'a refusal with its title alone',
    429,
    '{"title":"Too many"}',
    'sandbox_refused',
    'Too many',
    undefined,
  ],
  ['a page', 502, '<html>Bad Gateway</html>', 'sandbox_refused', 'It answered 502', undefined],
  ['nothing', 500, '', 'sandbox_refused', 'It answered 500', undefined],
  ['a list', 400, '[]', 'sandbox_refused', 'It answered 400', undefined],
] as const)
  test(`a sandbox that answers ${status} with ${what} is not available, in its own words as far as it has some`, async () => {
    const { asked, result } = await runWith((respond) => respond(status, body))
    assert.equal(asked.length, 1)
    const { reason } = result as PromiseRejectedResult
    assert.deepEqual(
      [reason.status, reason.code, reason.message, reason.remedy],
      [503, code, message, remedy],
    )
  })

for (const [what, body] of [
  ['no JSON', 'ok'],
  ['no end of the run', '{}'],
  ['an end that nobody knows', JSON.stringify({ ...ended, status: 'fine' })],
  [
    'a picture of another kind',
    JSON.stringify({ ...ended, image: { type: 'image/svg+xml', base64: '' } }),
  ],
  [
    'a picture that is too large',
    JSON.stringify({ ...ended, image: { type: 'image/png', base64: 'a'.repeat(4_000_001) } }),
  ],
] as const)
  test(`an answer with ${what} is no end of a run`, async () => {
    const { result } = await runWith((respond) => respond(200, body))
    assert.equal(result.status, 'rejected')
  })

test('a sandbox that dies meanwhile, or says without end, is told as such, and no script is run twice', async () => {
  const died = await runWith((_respond, cut) => cut())
  const flood = await runWith((respond) => respond(200, ' '.repeat(9 * 1024 * 1024)))
  for (const { asked, result } of [died, flood]) {
    assert.equal(asked.length, 1)
    const { reason } = result as PromiseRejectedResult
    assert.equal(reason.code, 'sandbox_unreachable')
    assert.match(reason.message, /^The script sandbox does not answer: /)
    assert.match(reason.remedy, /health page/)
  }
})

test('who does not wait any more is not held back by a sandbox that never answers', async () => {
  const leaving = new AbortController()
  const { asked, result } = await runWith(() => leaving.abort(), leaving.signal)
  assert.deepEqual([asked.length, result.status], [1, 'rejected'])
})
