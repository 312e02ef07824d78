import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { openBrowser } from '../peers/chromium.ts'
import { runScript, startStack, temporaryFolder } from '../peers/stack.ts'

const password = 'correct horse battery staple'

async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  assert.deepEqual(found, [], page.url())
}

/** An administrator sees a table before its first version is there: only then it has a number of rows. */
async function untilPublished(page: Page, url: string, table: string, rows: string): Promise<void> {
  for (let tries = 0; tries < 90; tries += 1) {
    await page.goto(new URL('/catalog', url).href)
    const row = page
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name: table, exact: true }) })
    if (await row.getByText(rows).count()) return
    await sleep(1000)
  }
  assert.fail(`${table} was not published in time`)
}

test('from the first start over the portal to an analyst’s first query on three million rows', async () => {
  await using data = await temporaryFolder()
  await using folder = await temporaryFolder()
  const stack = await startStack(data.path)
  const browser = await openBrowser()
  try {
    const context = await browser.newContext()
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })

    assert.ok(stack.link)
    await page.goto(stack.link)
    await axe(page)
    await page.getByLabel('E-mail').fill('ada@example.com')
    await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace')
    for (const field of await page.locator('input[type=password]').all()) await field.fill(password)
    await page.getByRole('button', { name: 'Create the administrator' }).click()
    await page.getByRole('heading', { name: /Ada Lovelace/ }).waitFor()
    await axe(page)

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.goto(new URL('/login', stack.url).href)
    await axe(page)
    await page.goto(new URL('/login/password', stack.url).href)
    await page.getByLabel('E-mail').fill('ada@example.com')
    await page.locator('input[name=password]').fill(password)
    await page.locator('main button[type=submit], main form button').first().click()
    await page.getByRole('heading', { name: /Ada Lovelace/ }).waitFor()

    await untilPublished(page, stack.url, 'flights', '3,000,000')
    await axe(page)
    await page.getByRole('link', { name: 'flights', exact: true }).click()
    await page.getByRole('heading', { name: 'Columns' }).waitFor()
    await page.getByText('3,000,000').first().waitFor()
    await axe(page)

    await page.goto(new URL('/account', stack.url).href)
    await axe(page)
    await page.getByLabel('New token for').fill('laptop')
    await page.getByRole('button', { name: 'Make a token' }).click()
    const token = (await page.locator('#token-value').innerText()).trim()
    assert.match(token, /^ada_[\w-]{43}$/)
    await page.goto(new URL('/account', stack.url).href)
    assert.ok(!(await page.content()).includes(token), 'a token is shown once')
    assert.deepEqual(complaints, [])

    const env = { ANALYST_TOKEN: token }
    const sync = await runScript(
      'analyst',
      ['sync', '--server', stack.url, '--dir', folder.path],
      env,
    )
    assert.equal(sync.code, 0, sync.err)
    const sql = `SELECT origin, count(*) AS n FROM flights GROUP BY 1 ORDER BY n DESC LIMIT 1`
    const query = await runScript(
      'analyst',
      ['query', sql, '--dir', folder.path, '--format', 'json'],
      {},
    )
    assert.equal(query.code, 0, query.err)
    const [row] = JSON.parse(query.out) as { origin: string; n: number }[]
    assert.equal(row?.origin, 'ORD')
    const status = await runScript(
      'analyst',
      ['status', '--dir', folder.path, '--format', 'json'],
      {},
    )
    const { tables, generation } = JSON.parse(status.out) as {
      tables: { name: string; rows: number }[]
      generation: number
    }
    assert.equal(tables.find(({ name }) => name === 'flights')?.rows, 3_000_000)
    assert.ok(generation > 0)

    await servedProgram(stack.url, folder.path)
    assert.equal(await stack.interrupt(), 0)
  } finally {
    await browser.close()
    await stack.kill()
  }
})

/** The one file that the portal serves is the same program. */
async function servedProgram(url: string, folder: string): Promise<void> {
  const response = await fetch(new URL('/analyst.mjs', url))
  assert.equal(response.status, 200)
  const file = join(folder, 'analyst.mjs')
  await writeFile(file, await response.text())
  assert.match(await readFile(file, 'utf8'), /^#!\/usr\/bin\/env node/)
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, [
    file,
    'status',
    '--dir',
    folder,
    '--format',
    'json',
  ])
  assert.ok((JSON.parse(stdout) as { tables: unknown[] }).tables.length >= 1)
}
