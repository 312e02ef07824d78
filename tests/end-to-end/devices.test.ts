import assert from 'node:assert/strict'
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { runAnalystProcess, startAnalyst } from '../peers/analyst.ts'
import { openBrowser } from '../peers/chromium.ts'
import { startStack, temporaryFolder } from '../peers/stack.ts'
import { until } from '../peers/until.ts'

const ada = { email: 'ada@example.com', password: 'correct horse battery staple' }

async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  assert.deepEqual(found, [], page.url())
}

/** A BROWSER that shows nothing, but writes down what it was to open. */
async function writingBrowser(
  folder: string,
): Promise<{ program: string; address: Promise<string> }> {
  const program = join(folder, 'browser.sh')
  const file = join(folder, 'address')
  await writeFile(
    program,
    `#!/bin/sh\nprintf %s "$1" > '${file}.new' && mv '${file}.new' '${file}'\n`,
  )
  await chmod(program, 0o755)
  const written = (): Promise<string> =>
    until(
      () =>
        readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return ''
          throw error
        }),
      'a browser is opened',
    )
  return {
    program,
    get address() {
      return written()
    },
  }
}

test('analyst login in a real browser, by a code, and its end on the account page', async () => {
  await using data = await temporaryFolder()
  const stack = await startStack(join(data.path, 'stack'), {
    ADMIN_EMAIL: ada.email,
    ADMIN_PASSWORD: ada.password,
  })
  const browser = await openBrowser()
  try {
    const dir = join(data.path, 'laptop')
    await mkdir(dir)
    const opened = await writingBrowser(data.path)
    const page = await (await browser.newContext({ baseURL: stack.url })).newPage()

    await using login = startAnalyst(['login', '--server', stack.url, '--dir', dir], {
      env: { BROWSER: opened.program },
    })
    await page.goto(await opened.address)
    await page.getByRole('link', { name: 'Sign in with a password' }).click()
    await page.getByLabel('E-mail').fill(ada.email)
    await page.getByLabel('Password').fill(ada.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Allow this program?' }).waitFor()
    await axe(page)
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.getByText('Go on in the terminal.').waitFor()
    const linked = await login.done
    assert.equal(linked.code, 0, linked.stderr)
    assert.match(linked.stdout, /^signed in at http/)
    assert.equal((await stat(join(dir, '.analyst/login.json'))).mode & 0o777, 0o600)

    const doctor = await runAnalystProcess(['doctor', '--dir', dir])
    assert.match(doctor.stdout, /ok {6}server: /, doctor.stdout)

    const other = join(data.path, 'server')
    await mkdir(other)
    await using byCode = startAnalyst(['login', '--server', stack.url, '--device', '--dir', other])
    let shown = ''
    byCode.child.stderr?.on('data', (text: string) => (shown += text))
    await until(() => /^ {2}[A-Z]{4}-[A-Z]{4}$/m.test(shown))
    await page.goto('/device')
    await axe(page)
    await page
      .getByLabel('The code that the program shows')
      .fill(/^ {2}([A-Z]{4}-[A-Z]{4})$/m.exec(shown)?.[1] ?? '')
    await page.getByRole('button', { name: 'Continue' }).click()
    await axe(page)
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.getByRole('heading', { name: 'Connected' }).waitFor()
    const answered = await byCode.done
    assert.equal(answered.code, 0, answered.stderr)

    const out = await runAnalystProcess(['logout', '--dir', other])
    assert.match(out.stdout, /^signed out/, out.stderr)
    assert.equal((await runAnalystProcess(['sync', '--dir', other])).code, 1)

    await page.goto('/account')
    await axe(page)
    const unlink = page.getByRole('button', { name: /^Unlink analyst/ })
    assert.equal(await unlink.count(), 1, 'signing out has unlinked the other')
    await unlink.click()
    await page.getByText('The device is unlinked').waitFor()
    const refused = await runAnalystProcess(['sync', '--dir', dir])
    assert.equal(refused.code, 1)
    assert.match(refused.stderr, /remedy: Sign in again: `analyst login --server/)
  } finally {
    await browser.close()
    await stack.interrupt()
  }
})
