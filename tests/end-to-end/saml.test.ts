import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { html } from '#core/html.ts'
import { openBrowser } from '../peers/chromium.ts'
import { openLoopbackServer } from '../peers/loopback-server.ts'
import { testPassword } from '../peers/portal.ts'
import { openSamlPortal, type SamlPortal } from '../peers/saml-portal.ts'

/** The issuer's own page, on 127.0.0.1: for a browser another site than the portal's localhost. */
async function openIssuerPage(saml: () => SamlPortal) {
  const server = await openLoopbackServer((request, response) => {
    const { href } = new URL(request.url ?? '/', 'http://127.0.0.1')
    void answer(href).then((page) => response.setHeader('content-type', 'text/html').end(page))
  })
  async function answer(href: string): Promise<string> {
    if (!href.includes('SAMLRequest')) return ''
    const { portal, idp, metadata } = saml()
    const xml = await idp.respond(await metadata(), href, {
      nameId: 'ann-1',
      attributes: { email: 'ann@acme.com', displayName: 'Ann Archer' },
    })
    return html`<!doctype html>
      <form method="post" action="${portal.publicUrl.origin}/login/saml/acme/acs">
        <input type="hidden" name="SAMLResponse" value="${Buffer.from(xml).toString('base64')}" />
        <button>I am Ann</button>
      </form>`.text
  }
  return server
}

async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    [],
    page.url(),
  )
}

test('in a real browser a sign-in at another site comes back by its form, to where the person wanted to go', async () => {
  await using server = await openIssuerPage(() => saml)
  const saml = await openSamlPortal({ settings: { entry_point: `${server.url}/sso` } })
  await saml.portal.addPerson('root@acme.com', { admin: true })
  const browser = await openBrowser()
  try {
    const context = await browser.newContext({ baseURL: saml.portal.publicUrl.origin })
    const page = await context.newPage()
    await page.goto('/account')
    await page.getByRole('link', { name: 'Acme', exact: true }).click()
    await page.getByRole('button', { name: 'I am Ann' }).click()
    await page.waitForURL('**/account')
    await page.getByText('Ann Archer').first().waitFor()
    assert.deepEqual(await saml.refusals(), [])

    const victim = await (await browser.newContext()).newPage()
    const attempt = await saml.begin()
    await victim.goto(attempt.location)
    await victim.getByRole('button', { name: 'I am Ann' }).click()
    await victim.getByText('The sign-in could not be completed.').waitFor()
    await axe(victim)
    assert.match((await saml.refusals()).join(), /not begun in this browser/)

    await context.clearCookies()
    await page.goto('/login/password')
    await page.getByLabel('E-mail').fill('root@acme.com')
    await page.getByLabel('Password').fill(testPassword)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.goto('/login/saml/acme/metadata')
    await page.getByText('What to enter at the issuer').waitFor()
    await axe(page)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Metadata as XML' }).click()
    assert.equal((await download).suggestedFilename(), 'saml-acme.xml')
  } finally {
    await browser.close()
    await saml[Symbol.asyncDispose]()
  }
})
