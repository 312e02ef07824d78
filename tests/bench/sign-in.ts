import { setTimeout as sleep } from 'node:timers/promises'
import { createSession, principalOfSession } from '#core/identity/sessions.ts'
import { clientId, openFakeIssuer } from '../peers/fake-issuer.ts'
import { csrfIn, FormBrowser } from '../peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../peers/portal.ts'
import { atMost, quantile, type BenchRow } from './bench-row.ts'

/** Signing in over real HTTP and PostgreSQL: each figure beside its limit. */
export async function benchSignIn(): Promise<readonly BenchRow[]> {
  const issuer = await openFakeIssuer({ sub: 'u', email: 'ann@acme.com', email_verified: true })
  const one = {
    id: 'one',
    name: 'One',
    issuer: issuer.url,
    client_id: clientId,
    client_secret: 's',
  }
  const portal = await openTestPortal({
    auth: { allowedDomains: ['acme.com'], providers: { oidc: [one] } },
  })
  try {
    return [
      atMost('Session check, p95', quantile(await sessionChecks(portal), 0.95), 2, 'ms'),
      atMost(
        'Password login at 5 a second, p95',
        quantile(await passwordLogins(portal), 0.95),
        400,
        'ms',
      ),
      atMost(
        'OpenID Connect round trip on loopback, p50',
        quantile(await roundTrips(portal), 0.5),
        30,
        'ms',
      ),
    ]
  } finally {
    await portal[Symbol.asyncDispose]()
    await issuer[Symbol.asyncDispose]()
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

async function sessionChecks({ db, addPerson }: TestPortal): Promise<readonly number[]> {
  const { id: personId } = await addPerson('session@acme.com')
  const token = await createSession(db, { personId, provider: 'password' })
  const times: number[] = []
  for (let i = 0; i < 2200; i += 1) times.push(await timed(() => principalOfSession(db, token)))
  return times.slice(200)
}

async function passwordLogins({ url, db, addPerson }: TestPortal): Promise<readonly number[]> {
  for (let i = 0; i < 5; i += 1) await addPerson(`p${i}@acme.com`)
  const times: number[] = []
  const going: Promise<unknown>[] = []
  for (let i = 0; i < 105; i += 1) {
    if (i % 4 === 0) await db.pool.query('delete from core.rate_limit')
    going.push(
      (async () => {
        const browser = new FormBrowser(url)
        const csrf = csrfIn((await browser.get('/login/password')).text)
        const fields = { csrf, email: `p${i % 5}@acme.com`, password: testPassword }
        times.push(
          await timed(async () => {
            const { status } = await browser.post('/login/password', fields)
            if (status !== 303) throw new Error(`the login was answered by ${status}`)
          }),
        )
      })(),
    )
    await sleep(200)
  }
  await Promise.all(going)
  return times.slice(5)
}

async function roundTrips({ url }: TestPortal): Promise<readonly number[]> {
  const times: number[] = []
  for (let i = 0; i < 110; i += 1) {
    const browser = new FormBrowser(url)
    times.push(
      await timed(async () => {
        const begun = await browser.get('/login/oidc/one')
        const there = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' })
        const back = new URL(there.headers.get('location') ?? '')
        const { status } = await browser.get(back.pathname + back.search)
        if (status !== 303) throw new Error(`the callback was answered by ${status}`)
      }),
    )
  }
  return times.slice(10)
}
