import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { principalOfBearer } from '#core/identity/bearer.ts'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { memoryIo } from '../../tests/peers/memory-io.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'
import { until } from '../../tests/peers/until.ts'
import type { OpenBrowser } from './browser-opener.ts'
import { oauthServer, type OAuthServer, type Tokens } from './oauth-server.ts'
import { signIn } from './sign-in.ts'
import { signInByBrowser } from './sign-in-by-browser.ts'
import { signInByCode } from './sign-in-by-code.ts'

let portal: TestPortal
let person: FormBrowser
let server: OAuthServer

before(async () => {
  portal = await openTestPortal()
  await portal.addPerson('ann@acme.com')
  person = new FormBrowser(portal.url)
  await person.signIn('ann@acme.com', testPassword)
  server = oauthServer(`${portal.url}/`, new AbortController().signal)
})
after(() => portal[Symbol.asyncDispose]())

const isGood = async ({ accessToken }: Tokens): Promise<boolean> =>
  (await principalOfBearer(portal, accessToken)) !== undefined

/** The address to which the person's decision sends the browser. */
async function decided(address: string, decision: string): Promise<URL> {
  const { pathname, search, searchParams } = new URL(address)
  const fields = { ...Object.fromEntries(searchParams), decision }
  const { headers } = await person.submit(pathname + search, '/desktop/authorize', fields)
  return new URL(headers.get('location') ?? '')
}

const deciding =
  (decision: string): OpenBrowser =>
  async (address) => {
    const answer = await fetch(await decided(address, decision))
    assert.equal(answer.status, 200)
  }

const byBrowser = (open: OpenBrowser, waitMs?: number) =>
  signInByBrowser(server, memoryIo(), {
    deviceName: 'laptop',
    open,
    ...(waitMs !== undefined && { waitMs }),
  })

test('the person allows it in their browser, and the program has its tokens', async () => {
  const io = memoryIo({ openBrowser: deciding('allowed') })
  const tokens = await signIn(server, io, false)
  assert.ok(await isGood(tokens))
  assert.ok(tokens.expiresAt > Date.now() + 800_000)
  assert.match(io.err(), /if nothing opens, go to\s+http:\/\/localhost:\d+\/desktop\/authorize\?/)
})

test('a denial in the browser is one here', async () => {
  await assert.rejects(byBrowser(deciding('denied')), { code: 'denied' })
})

test('nobody who answers ends the waiting, and the port is closed', async () => {
  let callback = ''
  const forgetful: OpenBrowser = async (address) => {
    callback = new URL(address).searchParams.get('redirect_uri') ?? ''
  }
  await assert.rejects(byBrowser(forgetful, 20), { code: 'nobody_answered' })
  await assert.rejects(fetch(callback), (error: Error) => /ECONNREFUSED/.test(String(error.cause)))
})

test('whoever does not know the state is turned away, and the program waits on', async () => {
  const tokens = await byBrowser(async (address) => {
    const back = await decided(address, 'allowed')
    for (const state of ['', 'x', 'x'.repeat(43)]) {
      const forged = new URL(back)
      forged.searchParams.set('state', state)
      assert.equal((await fetch(forged)).status, 400)
    }
    assert.equal((await fetch(new URL(`/other${back.search}`, back))).status, 400)
    assert.equal((await fetch(back, { method: 'POST' })).status, 400)
    const page = await fetch(back)
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    assert.ok(!(await page.text()).includes(back.searchParams.get('code') ?? ''))
  })
  assert.ok(await isGood(tokens))
})

test('an answer of another server is refused before its code is shown to anybody', async () => {
  for (const issuer of ['https://other.example', undefined]) {
    const mixedUp: OpenBrowser = async (address) => {
      const back = await decided(address, 'allowed')
      if (issuer === undefined) back.searchParams.delete('iss')
      else back.searchParams.set('iss', issuer)
      await fetch(back)
    }
    await assert.rejects(byBrowser(mixedUp), { code: 'other_issuer' })
  }
})

test('a browser that cannot be started is no end: a code is shown', async () => {
  const stop = new AbortController()
  const openBrowser = () => Promise.reject(new Error('spawn xdg-open ENOENT'))
  const io = memoryIo({ openBrowser, signal: stop.signal })
  const ended = assert.rejects(signIn(server, io, false), { name: 'AbortError' })
  await until(() => io.err().includes('type the code'))
  stop.abort()
  await ended
  assert.match(io.err(), /could not be started \(spawn xdg-open ENOENT\)[^]*type the code\s+\w{4}-/)
})

/** Signs in by a code; `during` happens at each wait, and gets what is on the terminal. */
async function byCode(during: (code: string, turn: number) => Promise<void>) {
  const io = memoryIo()
  const waits: number[] = []
  const wait = (async (ms: number) => {
    waits.push(ms)
    const code = /^ {2}([A-Z]{4}-[A-Z]{4})$/m.exec(io.err())?.[1]
    assert.ok(code)
    await during(code, waits.length)
  }) as typeof import('node:timers/promises').setTimeout
  const tokens = signInByCode(server, io, { deviceName: undefined, wait })
  return { tokens: await tokens, waits }
}

const decideCode = async (user_code: string, decision: string): Promise<void> => {
  await person.submit('/device', '/device/decide', { user_code, decision })
}

test('by a code it asks at the pace that the server wants, and slower when it was too fast', async () => {
  const { tokens, waits } = await byCode(async (code, turn) => {
    if (turn === 4) await decideCode(code, 'allowed')
  })
  assert.ok(await isGood(tokens))
  assert.deepEqual(waits, [5000, 5000, 10_000, 15_000])
})

test('a denial of the code is one here, and a code that nobody typed ends', async () => {
  const denied = byCode((code) => decideCode(code, 'denied'))
  await assert.rejects(denied, { code: 'denied' })
  const expire = async () => {
    await portal.db.pool.query('update auth_desktop.device_request set expires_at = now()')
  }
  await assert.rejects(byCode(expire), { code: 'nobody_answered' })
})

test('a server that links no programs says so, with the way that is left', async () => {
  await using closed = await openTestPortal({ auth: { disabled: ['desktop'] } })
  const other = oauthServer(`${closed.url}/`, new AbortController().signal)
  const options = { deviceName: undefined }
  await assert.rejects(signInByCode(other, memoryIo(), options), {
    code: 'no_program_sign_in',
    remedy: /--token -/,
  })
})
