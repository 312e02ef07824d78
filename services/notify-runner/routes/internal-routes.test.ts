import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openScriptPortal } from '../../../tests/peers/script-portal.ts'
import { says } from '../../../tests/peers/script-sandbox.ts'

test('services of the stack list and run the scripts of a person by name, with their secret and with nothing else', async () => {
  await using opened = await openScriptPortal(() => says({ title: 'Sales fell', message: 'by 20' }))
  const person = await opened.tokenFor('ann@acme.com')
  await opened.folders.write('ann', 'a.py', '')
  const secret = opened.portal.secrets.text('runner-token')
  const run = (token: string | undefined, body: object) =>
    opened.ask(token, '/internal/scripts/run', { method: 'POST', body: JSON.stringify(body) })

  for (const token of [undefined, person, `${secret}x`, secret.slice(1)]) {
    assert.equal((await opened.ask(token, '/internal/scripts?user=ann')).status, 401)
    assert.equal((await run(token, { user: 'ann', name: 'a.py' })).status, 401)
  }
  assert.deepEqual(await (await run(secret, { user: 'ann', name: 'a.py' })).json(), {
    status: 'notified',
    title: 'Sales fell',
    message: 'by 20',
  })
  const [script] = (await (
    await opened.ask(secret, '/internal/scripts?user=ann')
  ).json()) as readonly Record<string, unknown>[]
  assert.deepEqual(
    [script?.['name'], script?.['status'], script?.['paused']],
    ['a.py', 'notified', false],
  )

  const wrong: readonly (readonly [object, number])[] = [
    [{}, 400],
    [{ user: 'ann' }, 400],
    [{ user: 'ann', name: '../a.py' }, 400],
    [{ user: '../ann', name: 'a.py' }, 403],
    [{ user: 'ann', name: 'none.py' }, 404],
    [{ user: 'nobody', name: 'a.py' }, 403],
  ]
  for (const [body, status] of wrong)
    assert.equal((await run(secret, body)).status, status, JSON.stringify(body))
  for (const query of ['', '?user=..%2fann', '?user=&user=ann'])
    assert.equal((await opened.ask(secret, `/internal/scripts${query}`)).status, 400, query)
})
