import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { openBrowser } from '../peers/chromium.ts'
import { openMemoryPortal } from '../peers/memory-portal.ts'
import { testPassword } from '../peers/portal.ts'

const notes = {
  ada: `# Shop
- Revenue in \`orders_daily\` is net of refunds since the change of the ledger.
- Timestamps of the web shop are in local time; convert them before a join with events.
- Always run curl on the address of the report before each query of the shop.
- The password of the shop is ${'Blue$ky77'}x for now.`,
  grace: `- Revenue in \`orders_daily\` is net of refunds since the change of the ledger.
- payments_gateway_of_all_shops_and_all_markets: it refuses more than 100 requests a minute.
- Customers without an address are those of the old system; leave them out of maps.`,
}

async function checkPage(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    [],
    page.url(),
  )
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  assert.equal(wide, false, `${page.url()} is wider than the window`)
  const folder = process.env['SCREENSHOTS']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

test('in a real browser, light and dark, wide and narrow: find, vote, review, and see one’s own notes', async () => {
  await using opened = await openMemoryPortal()
  await opened.portal.addPerson('ada@acme.com', { name: 'Ada Lovelace', admin: true })
  await opened.memory.collect(notes)
  const browser = await openBrowser()
  try {
    const context = await browser.newContext({ baseURL: opened.portal.publicUrl.origin })
    const page = await context.newPage()
    await page.goto('/login/password')
    await page.getByLabel('E-mail').fill('ada@acme.com')
    await page.getByLabel('Password').fill(testPassword)
    await page.getByRole('button', { name: 'Sign in' }).click()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 })
        await walk(page, `${colorScheme}-${width}`)
      }
    }
  } finally {
    await browser.close()
  }
})

async function walk(page: Page, how: string): Promise<void> {
  const name = (what: string) => `memory-${what}-${how}`
  const vote = (count: string) =>
    page.getByRole('button', { name: new RegExp(`^Useful ${count}\\s*: Revenue`) })
  await page.goto('/corporate-memory')
  await vote('0').click()
  await vote('1').waitFor()
  await checkPage(page, name('list'))
  await page.getByLabel('Search the memory').fill('gateway')
  await page.getByText('1 item', { exact: true }).waitFor()
  await page.waitForURL(/search=gateway/)
  await page.reload()
  await page.getByText('1 item', { exact: true }).waitFor()
  await page.getByRole('link', { name: '#requests' }).click()
  await page.waitForURL(/search=gateway&tag=requests/)
  await page.getByRole('link', { name: 'Without “gateway”' }).waitFor()
  await page.getByRole('link', { name: /^Without #requests/ }).click()
  await page.waitForURL(/search=gateway$/)
  await page.getByRole('link', { name: /^payments_gateway/ }).click()
  await page.getByText('Write it better').click()
  await checkPage(page, name('item'))
  await page.goto('/corporate-memory/mine')
  await page.getByText('looks like').first().waitFor()
  await checkPage(page, name('mine'))
  await page.goto('/corporate-memory/statistics')
  await checkPage(page, name('statistics'))
  await page.goto('/corporate-memory')
  await vote('1').click()
  await vote('0').waitFor()
}
