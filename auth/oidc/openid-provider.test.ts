import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { openOpenIdProvider } from '../../tests/peers/openid-provider.ts'
import { openTestPortal, type TestPortal } from '../../tests/peers/portal.ts'
import { until } from '../../tests/peers/until.ts'

test('with a complete OpenID provider: sign-in, and the end of the session from its side', async () => {
  const secret = 'a secret of thirty-two characters'
  let portal: TestPortal | undefined
  await using provider = await openOpenIdProvider(async (issuer) => {
    const one = { id: 'real', name: 'Real', issuer, client_id: 'portal', client_secret: secret }
    portal = await openTestPortal({
      auth: { allowedDomains: ['acme.com'], providers: { oidc: [one] } },
    })
    const at = (path: string) => new URL(`/login/oidc/real/${path}`, portal?.publicUrl).href
    return {
      clientId: 'portal',
      clientSecret: secret,
      redirectUri: at('callback'),
      backChannelLogoutUri: at('backchannel-logout'),
    }
  })
  assert.ok(portal)
  await using opened = portal
  const visitor = new FormBrowser(opened.url)
  const begun = await visitor.get('/login/oidc/real')
  assert.equal(begun.status, 303, begun.text)
  const back = await provider.walk(begun.headers.get('location') ?? '', 'ann')
  assert.equal((await visitor.get(back.pathname + back.search)).status, 303)
  const me = await visitor.get('/api/me', { accept: 'application/json' })
  assert.match(me.text, /"email":"ann@acme\.com"/)

  await provider.endSession()
  await until(() => provider.backChannel.length > 0)
  assert.deepEqual(provider.backChannel, ['success'])
  assert.equal((await visitor.get('/account')).status, 303)
})
