import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { openBrowser } from '../peers/chromium.ts'
import { startStack, temporaryFolder } from '../peers/stack.ts'
import { openFakeTelegram } from '../peers/telegram-api.ts'
import { until } from '../peers/until.ts'

const ada = { email: 'ada@example.com', password: 'correct horse battery staple' }
const CHAT = 77

async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  assert.deepEqual(found, [], page.url())
}

test('in the whole stack a person links Telegram in a real browser, whose page follows by itself', async () => {
  await using telegram = await openFakeTelegram()
  await using folder = await temporaryFolder()
  const stack = await startStack(folder.path, {
    ADMIN_EMAIL: ada.email,
    ADMIN_PASSWORD: ada.password,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url.href,
  })
  const browser = await openBrowser()
  try {
    const page = await (await browser.newContext({ baseURL: stack.url })).newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    await page.goto('/login/password')
    await page.getByLabel('E-mail').fill(ada.email)
    await page.getByLabel('Password').fill(ada.password)
    await page.getByRole('button', { name: 'Sign in' }).click()

    await page.getByRole('link', { name: 'Telegram' }).click()
    await axe(page)
    await page.getByRole('button', { name: 'Link Telegram' }).click()
    const link = page.getByRole('link', { name: 'Open Telegram' })
    await link.waitFor()
    await axe(page)
    const payload = new URL((await link.getAttribute('href')) ?? '').searchParams.get('start')
    telegram.write(CHAT, `/start ${payload}`)
    await page.getByText('has shown your code').waitFor()
    telegram.press(CHAT, 'link:yes')
    const yes = page.getByRole('button', { name: 'Yes, link this chat' })
    await yes.waitFor()
    await axe(page)
    await yes.click()
    await page.getByText('Your notifications go to').waitFor()
    await until(() => telegram.textsOf(CHAT).some((text) => text.includes('is linked')))
    await page.reload()
    await page.getByText('Arrived').waitFor()
    await axe(page)
    telegram.write(CHAT, '/whoami')
    await until(() => telegram.textsOf(CHAT).some((text) => text.includes('ada</code>')))

    await page.getByRole('link', { name: 'Mail digest' }).click()
    await axe(page)
    await page.getByRole('button', { name: 'Send me a digest' }).click()
    await page.getByText('You get a daily digest').waitFor()
    await axe(page)
    assert.deepEqual(complaints, [])
  } finally {
    await browser.close()
    assert.equal(await stack.interrupt(), 0, 'a question to Telegram does not hold up the end')
  }
})
