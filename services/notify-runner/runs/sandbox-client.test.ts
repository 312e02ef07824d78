import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openFakeService } from '../../../tests/peers/portal.ts'
import { sandboxClient } from './sandbox-client.ts'

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
