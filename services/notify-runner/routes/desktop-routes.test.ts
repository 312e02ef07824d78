import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openScriptPortal } from '../../../tests/peers/script-portal.ts'
import { says } from '../../../tests/peers/script-sandbox.ts'

test('desktop clients get 400 without a name, 500 with the reason when a script failed, and else ok, as of the original', async () => {
  await using opened = await openScriptPortal(({ fileName }) =>
    fileName === 'good.py'
      ? says({ title: 'Sales fell' })
      : { status: 'failed', exitCode: 1, stderr: 'KeyError: sales' },
  )
  const token = await opened.tokenFor('ann@acme.com')
  for (const name of ['good.py', 'bad.py']) await opened.folders.write('ann', name, '')
  const list = async () => (await opened.ask(token, '/api/desktop/scripts')).json()
  const run = async (body: object) => {
    const sent = { method: 'POST', body: JSON.stringify(body) }
    const answer = await opened.ask(token, '/api/desktop/scripts/run', sent)
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  assert.deepEqual(await list(), [
    { name: 'bad.py', stem: 'bad', last_run: null },
    { name: 'good.py', stem: 'good', last_run: null },
  ])
  assert.equal((await run({})).status, 400)
  assert.equal((await run({ name: 'none.py' })).status, 404)
  const failed = await run({ name: 'bad.py' })
  assert.equal(failed.status, 500)
  assert.match(String(failed.body['error']), /KeyError: sales/)
  assert.deepEqual(await run({ name: 'good.py' }), {
    status: 200,
    body: { ok: true, notified: true },
  })
  const [, good] = (await list()) as { last_run: string }[]
  assert.match(good?.last_run ?? '', /^\d+[sm] ago$/)
})
