import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { CDPSession, Page } from 'playwright-core'
import { openBrowser } from '../peers/chromium.ts'
import { openTestPortal, testPassword } from '../peers/portal.ts'

/** A device of Chromium's own that keeps passkeys; `userVerified` is whether it knows the finger. */
async function addDevice(cdp: CDPSession, userVerified = true): Promise<string> {
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: userVerified,
      automaticPresenceSimulation: true,
    },
  })
  return authenticatorId
}

async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    [],
    page.url(),
  )
}

test('in a real browser a passkey is added, signs in without a password, and is removed', async () => {
  await using portal = await openTestPortal()
  await portal.addPerson('ada@acme.com', { name: 'Ada Lovelace' })
  const browser = await openBrowser()
  try {
    const page = await (await browser.newContext({ baseURL: portal.publicUrl.origin })).newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      // The answer 401 to a wrong passkey is one that the browser reports too.
      if (message.type() === 'error' && !message.text().includes('401'))
        complaints.push(message.text())
    })
    const cdp = await page.context().newCDPSession(page)
    const device = await addDevice(cdp)

    await page.goto('/login/password')
    await page.getByLabel('E-mail').fill('ada@acme.com')
    await page.getByLabel('Password').fill(testPassword)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.goto('/account')
    await axe(page)
    await page.getByRole('link', { name: 'Set up an authenticator app' }).click()
    await page.getByRole('img', { name: 'The key of your authenticator app' }).waitFor()
    await axe(page)

    await page.goto('/account')
    await page.getByRole('link', { name: 'Add a passkey' }).click()
    await axe(page)
    await page.getByLabel('Name').fill('Laptop')
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByText('Saved. All other sessions are ended.').waitFor()
    await page.getByText('never used').waitFor()
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId: device })
    assert.deepEqual(
      credentials.map(({ rpId, isResidentCredential }) => [rpId, isResidentCredential]),
      [['localhost', true]],
    )

    await page.goto('/account/passkeys/new')
    await page.getByLabel('Name').fill('Laptop again')
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByText('This device has a passkey of yours already.').waitFor()

    await page.context().clearCookies()
    await page.goto('/login')
    await axe(page)
    await page.getByRole('link', { name: 'Sign in with a passkey' }).click()
    await axe(page)
    await page.getByRole('button', { name: 'Use my passkey' }).click()
    await page.getByRole('heading', { name: /Ada Lovelace/ }).waitFor()

    await page.goto('/account')
    await page.getByRole('link', { name: 'Remove the passkey Laptop' }).click()
    await axe(page)
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('Saved.').waitFor()

    await page.context().clearCookies()
    await page.goto('/login/passkey')
    await page.getByRole('button', { name: 'Use my passkey' }).click()
    await page.getByText('This passkey does not open this portal.').waitFor()
    assert.deepEqual(complaints, [])
  } finally {
    await browser.close()
  }
})

test('in a real browser a device that does not make sure who uses it adds no passkey', async () => {
  await using portal = await openTestPortal()
  await portal.addPerson('ada@acme.com', { name: 'Ada Lovelace' })
  const browser = await openBrowser()
  try {
    const page = await (await browser.newContext({ baseURL: portal.publicUrl.origin })).newPage()
    await addDevice(await page.context().newCDPSession(page), false)
    await page.goto('/login/password')
    await page.getByLabel('E-mail').fill('ada@acme.com')
    await page.getByLabel('Password').fill(testPassword)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.goto('/account/passkeys/new')
    await page.getByLabel('Name').fill('Laptop')
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByText('Nothing was chosen, or it took too long.').waitFor()
    const { rows } = await portal.db.pool.query('select 1 from auth_password.passkey')
    assert.equal(rows.length, 0)
  } finally {
    await browser.close()
  }
})
