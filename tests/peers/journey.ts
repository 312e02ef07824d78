import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { openBrowser } from './chromium.ts'
import { runScript } from './stack.ts'
import { until } from './until.ts'

/** The administrator whom the journey makes. */
export const ada = { email: 'ada@example.com', password: 'correct horse battery staple' }

/**
 * The whole main job as its users do it, on a stack that has just started: the first administrator by
 * the one-time link, the catalog, a token, and an analyst's first query on three million rows. Resolves
 * with the token; `folder` holds the analyst's data.
 */
export async function walkJourney(url: string, link: string, folder: string): Promise<string> {
  const browser = await openBrowser()
  try {
    const page = await (await browser.newContext()).newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    await becomeAdministrator(page, link)
    await signInAgain(page, url)
    await seeCatalog(page, url)
    const token = await makeToken(page, url)
    assert.deepEqual(complaints, [])
    await queryAsAnalyst(url, token, folder)
    await servedProgram(url, folder)
    return token
  } finally {
    await browser.close()
  }
}

async function becomeAdministrator(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await axe(page)
  await page.getByLabel('E-mail').fill(ada.email)
  await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace')
  for (const field of await page.locator('input[type=password]').all())
    await field.fill(ada.password)
  await page.getByRole('button', { name: 'Create the administrator' }).click()
  await page.getByRole('heading', { name: /Ada Lovelace/ }).waitFor()
  await axe(page)
}

async function signInAgain(page: Page, url: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.goto(new URL('/login', url).href)
  await axe(page)
  await page.goto(new URL('/login/password', url).href)
  await page.getByLabel('E-mail').fill(ada.email)
  await page.locator('input[name=password]').fill(ada.password)
  await page.locator('main button[type=submit], main form button').first().click()
  await page.getByRole('heading', { name: /Ada Lovelace/ }).waitFor()
}

async function seeCatalog(page: Page, url: string): Promise<void> {
  await untilPublished(page, url, 'flights', '3,000,000')
  await axe(page)
  await page.getByRole('link', { name: 'flights', exact: true }).click()
  await page.getByRole('heading', { name: 'Columns' }).waitFor()
  await page.getByText('3,000,000').first().waitFor()
  await axe(page)
}

async function makeToken(page: Page, url: string): Promise<string> {
  await page.goto(new URL('/account', url).href)
  await axe(page)
  await page.getByLabel('New token for').fill('laptop')
  await page.getByRole('button', { name: 'Make a token' }).click()
  const token = (await page.locator('#token-value').innerText()).trim()
  assert.match(token, /^ada_[\w-]{43}$/)
  await page.goto(new URL('/account', url).href)
  assert.ok(!(await page.content()).includes(token), 'a token is shown once')
  return token
}

/** Syncs, and asks the first question. */
export async function queryAsAnalyst(url: string, token: string, folder: string): Promise<void> {
  const sync = await runScript('analyst', ['sync', '--server', url, '--dir', folder], {
    ANALYST_TOKEN: token,
  })
  assert.equal(sync.code, 0, sync.err)
  const sql = `SELECT origin, count(*) AS n FROM flights GROUP BY 1 ORDER BY n DESC LIMIT 1`
  const inFolder = ['--dir', folder, '--format', 'json']
  const query = await runScript('analyst', ['query', sql, ...inFolder], {})
  assert.equal(query.code, 0, query.err)
  const [row] = JSON.parse(query.out) as { origin: string; n: number }[]
  assert.equal(row?.origin, 'ORD')
  const status = await runScript('analyst', ['status', ...inFolder], {})
  const { tables, generation } = JSON.parse(status.out) as {
    tables: { name: string; rows: number }[]
    generation: number
  }
  assert.equal(tables.find(({ name }) => name === 'flights')?.rows, 3_000_000)
  assert.ok(generation > 0)
}

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

async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  assert.deepEqual(found, [], page.url())
}

/** An administrator sees a table before its first version is there: only then it has a number of rows. */
async function untilPublished(page: Page, url: string, table: string, rows: string): Promise<void> {
  const row = page
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: table, exact: true }) })
  await until(async () => {
    await page.goto(new URL('/catalog', url).href)
    return row.getByText(rows).count()
  }, `${table} is published`)
}
