import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { runAnalystProcess, startAnalyst } from '../peers/analyst.ts'
import { openBrowser } from '../peers/chromium.ts'
import { postJson } from '../peers/gateway.ts'
import { startStack, temporaryFolder } from '../peers/stack.ts'

const ada = { email: 'ada@example.com', password: 'correct horse battery staple' }

async function signIn(page: Page): Promise<void> {
  await page.goto('/login/password')
  await page.getByLabel('E-mail').fill(ada.email)
  await page.getByLabel('Password').fill(ada.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/login'))
}

async function personalToken(page: Page): Promise<string> {
  await page.goto('/account')
  await page.getByLabel('New token for').fill('listener')
  await page.getByLabel('For', { exact: true }).selectOption('all')
  await page.getByRole('button', { name: 'Make a token' }).click()
  return (await page.locator('#token-value').innerText()).trim()
}

test('a notification is on the open page, in the header, and in the terminal at once, and survives a restart', async () => {
  await using data = await temporaryFolder()
  const socketPath = join(data.path, 'send.sock')
  const env = {
    ADMIN_EMAIL: ada.email,
    ADMIN_PASSWORD: ada.password,
    WS_DISPATCH_SOCKET: socketPath,
  }
  const folder = join(data.path, 'stack')
  let stack = await startStack(folder, env)
  const port = new URL(stack.url).port
  const browser = await openBrowser()
  const say = (title: string) =>
    postJson({ socketPath, path: '/dispatch' }, { user: 'ada', notification: { title } })
  try {
    const context = await browser.newContext({ baseURL: `http://localhost:${port}` })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    await signIn(page)
    const token = await personalToken(page)
    const dir = join(data.path, 'laptop')
    await mkdir(dir)
    const synced = await runAnalystProcess(['sync', '--server', stack.url, '--dir', dir], {
      env: { ANALYST_TOKEN: token },
    })
    assert.equal(synced.code, 0, synced.stderr)
    await using listener = startAnalyst(['listen', '--dir', dir, '--format', 'json'], {
      env: { ANALYST_TOKEN: token },
    })
    await listener.said(/listening/)

    await page.goto('/notifications')
    const badge = page.locator('nav a[href="/notifications"] .count')
    const before = Number((await badge.textContent({ timeout: 60_000 })) ?? 0)
    assert.deepEqual((await say('Revenue fell')).body['stored'], true)
    await page.getByRole('article', { name: 'Revenue fell' }).waitFor()
    await page.locator(`nav .count:text-is("${before + 1}")`).waitFor()
    await listener.said(/Revenue fell/)

    // Read on another page of the same person.
    const other = await context.newPage()
    await other.goto('/notifications')
    await other.getByRole('button', { name: 'Mark all as read' }).click()
    await page.locator('nav .count[hidden]').waitFor({ state: 'attached' })
    await page.getByText('You have read them all.').waitFor()

    await stack.kill()
    stack = await startStack(folder, { ...env, PORT: port })
    await say('After the crash')
    await page.getByRole('article', { name: 'After the crash' }).waitFor({ timeout: 120_000 })
    await listener.said(/After the crash/)
    listener.child.kill('SIGINT')
    const { code, stdout } = await listener.done
    assert.equal(code, 0)
    const titles = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { title: string }).title)
    assert.deepEqual(titles, ['Revenue fell', 'After the crash'])
    assert.deepEqual(complaints, [])
  } finally {
    await browser.close()
    await stack.interrupt()
  }
})

test('however many pages are open one of them holds the connection for all, and the next one takes it over', async () => {
  await using data = await temporaryFolder()
  const socketPath = join(data.path, 'send.sock')
  const stack = await startStack(join(data.path, 'stack'), {
    ADMIN_EMAIL: ada.email,
    ADMIN_PASSWORD: ada.password,
    WS_DISPATCH_SOCKET: socketPath,
  })
  const browser = await openBrowser()
  const say = (title: string) =>
    postJson({ socketPath, path: '/dispatch' }, { user: 'ada', notification: { title } })
  try {
    const baseURL = `http://localhost:${new URL(stack.url).port}`
    const context = await browser.newContext({ baseURL })
    context.setDefaultTimeout(120_000)
    const connected: Page[] = []
    context.on('page', (page) => page.on('websocket', () => void connected.push(page)))
    const first = await context.newPage()
    await signIn(first)
    await first.goto('/notifications')
    await first.locator('nav .count').waitFor({ state: 'attached' })
    const pages = [first]
    while (pages.length < 4) {
      const page = await context.newPage()
      await page.goto('/notifications')
      pages.push(page)
    }
    // One more is made before a notification comes, and listens to the first only after it.
    const late = await context.newPage()
    const { promise: told, resolve: tellLate } = Promise.withResolvers<void>()
    await late.route('**/notifications/live', async (route) => {
      await told
      await route.continue()
    })
    await late.goto('/notifications')
    const seenByAll = (title: string) =>
      Promise.all(pages.map((page) => page.getByRole('article', { name: title }).waitFor()))
    await say('To everyone')
    await seenByAll('To everyone')
    tellLate()
    pages.push(late)
    await seenByAll('To everyone')
    assert.deepEqual(new Set(connected), new Set([first]))

    await first.close()
    pages.shift()
    await say('To the rest')
    await seenByAll('To the rest')
    assert.equal(new Set(connected).size, 2)
  } finally {
    await browser.close()
    await stack.interrupt()
  }
})
