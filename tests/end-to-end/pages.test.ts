import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../peers/chromium.ts'
import { startStack, temporaryFolder } from '../peers/stack.ts'

const admin = { email: 'ada@acme.com', password: 'a sentence of unusual words' }

const guestPages = ['/login', '/login/password', '/login/email', '/auth/request-access', '/device']
const memberPages = [
  '/',
  '/account',
  '/account/authenticator',
  '/logout',
  '/catalog',
  '/notifications',
  '/notifications/preferences',
  '/scripts',
  '/scripts/new?kind=sql',
  '/scripts/first.sql',
  '/scripts/first.sql/edit',
  '/admin/people',
  '/admin/groups',
  '/admin/groups/administrators',
  '/admin/tables?table=samples/cars',
  '/admin/audit',
  '/admin/outbox',
  '/status',
  '/no-such-page',
]

const looks = [
  { name: 'wide-light', width: 1280, height: 900, colorScheme: 'light' },
  { name: 'phone-dark', width: 390, height: 844, colorScheme: 'dark' },
] as const

/** Pictures for people who want to look go to this folder. */
const pictures = process.env['PICTURES']

async function judge(page: Page, path: string, look: string): Promise<void> {
  await page.goto(path)
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  assert.deepEqual(found, [], `${path} (${look})`)
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  assert.ok(wide <= 0, `${path} (${look}) is ${wide} px wider than the screen`)
  if (pictures === undefined) return
  const file = `${look}${path.replace(/\W+/g, '-')}.png`
  await page.screenshot({ path: join(pictures, file), fullPage: true })
}

async function walk(
  browser: Browser,
  baseURL: string,
  look: (typeof looks)[number],
): Promise<void> {
  const { name, width, height, colorScheme } = look
  const timezoneId = 'Asia/Tokyo'
  const viewport = { width, height }
  const context = await browser.newContext({ baseURL, viewport, colorScheme, timezoneId })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // A page that does not exist is one that the browser reports too.
    if (message.type() === 'error' && !message.text().includes('404'))
      complaints.push(message.text())
  })
  for (const path of guestPages) await judge(page, path, name)
  await page.goto('/login/password')
  await page.getByLabel('E-mail').fill(admin.email)
  await page.getByLabel('Password').fill(admin.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/login'))
  if (name === looks[0].name) await writeScript(page)
  for (const path of memberPages) await judge(page, path, name)
  await page.goto('/digest')
  assert.equal(
    await page.getByLabel('Time zone').inputValue(),
    timezoneId,
    'the own zone is offered',
  )
  await page.goto('/admin/people')
  await page.getByRole('link', { name: admin.email, exact: true }).click()
  await judge(page, new URL(page.url()).pathname, name)
  assert.deepEqual(complaints, [])
}

/** As a person does it: by the editor, with the keyboard alone. */
async function writeScript(page: Page): Promise<void> {
  await page.goto('/scripts/new?kind=sql')
  await page.getByLabel('File name').focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('first.sql')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), 'Save')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/scripts\/first\.sql$/)
}

test('every page is usable by keyboard and screen reader, in light and dark, on a wide screen and a phone', async () => {
  await using data = await temporaryFolder()
  const env = { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password }
  const stack = await startStack(data.path, env)
  try {
    for (const look of looks) {
      // A browser each: this Chromium is one process, and ends with the last of its windows.
      const browser = await openBrowser()
      try {
        await walk(browser, `${new URL(stack.url).origin}/`, look)
      } finally {
        await browser.close()
      }
    }
  } finally {
    await stack.interrupt()
  }
})
