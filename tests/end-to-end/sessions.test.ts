import assert from 'node:assert/strict'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { runAnalystProcess } from '../peers/analyst.ts'
import { openBrowser } from '../peers/chromium.ts'
import { runProgram } from '../peers/run-program.ts'
import { startStack, temporaryFolder } from '../peers/stack.ts'
import { until } from '../peers/until.ts'

const root = join(import.meta.dirname, '../..')
const ada = { email: 'ada@example.com', password: 'correct horse battery staple' }
const secret = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`

/** A transcript as Claude Code writes one. */
function transcript(id: string, project: string, words: string): string {
  const about = { sessionId: id, cwd: project, version: '2.1.0' }
  const at = (minute: number) => new Date(Date.now() - 3_600_000 + minute * 60_000).toISOString()
  const usage = { input_tokens: 100, output_tokens: 50, cache_read_input_tokens: 1000 }
  const lines = [
    { type: 'user', uuid: `${id}1`, timestamp: at(0), ...about, message: { content: words } },
    {
      type: 'assistant',
      uuid: `${id}2`,
      timestamp: at(2),
      ...about,
      requestId: `r-${id}`,
      message: {
        id: `m-${id}`,
        model: 'claude-sonnet-4-5-20250929',
        content: [
          { type: 'text', text: `answer to ${words}` },
          { type: 'tool_use', id: `t-${id}`, name: 'Bash', input: { command: 'ls' } },
        ],
        usage,
      },
    },
  ]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** Collects as `--once` does and resolves with what it says; waits for the stack's own collection. */
async function collectByHand(homes: string, data: string): Promise<string> {
  const program = join(root, 'services/session-collector/main.ts')
  const args = [program, '--once', '--homes', homes, '--data', data]
  return until(async () => {
    const { code, out, err } = await runProgram(process.execPath, args)
    if (err.includes('Another collection is going on')) return undefined
    assert.equal(code, 0, err)
    return out
  })
}

async function signIn(page: Page, { email, password }: typeof ada): Promise<void> {
  await page.goto('/login/password')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/login'))
}

async function judge(page: Page, path: string): Promise<void> {
  await page.goto(path)
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  assert.deepEqual(found, [], path)
  if (process.env['PICTURES'] !== undefined) {
    const file = `sessions${path.replace(/\W+/g, '-')}.png`
    await page.screenshot({ path: join(process.env['PICTURES'], file), fullPage: true })
  }
}

test('no consent (of the original): a person sees what was collected, hides it, deletes it, leaves a project out, and sends more', async () => {
  await using folder = await temporaryFolder()
  const data = join(folder.path, 'stack')
  const homes = join(folder.path, 'homes')
  const projects = join(homes, 'ada/.claude/projects')
  for (const [id, project, words] of [
    ['s-one', '/home/ada/store', `deploy the shop with ${secret}`],
    ['s-two', '/home/ada/store', 'second thoughts'],
    ['s-three', '/home/ada/diary', 'dear diary'],
  ] as const) {
    const dir = join(projects, project.replaceAll('/', '-'))
    await mkdir(dir, { recursive: true })
    await writeFile(join(dir, `${id}.jsonl`), transcript(id, project, words))
  }
  await mkdir(join(homes, 'bob/user/sessions'), { recursive: true })
  const bobs = join(homes, 'bob/user/sessions/2026-01-05_b-one.jsonl')
  await writeFile(bobs, transcript('b-one', '/home/bob/x', `my key is ${secret}`))
  const env = { ADMIN_EMAIL: ada.email, ADMIN_PASSWORD: ada.password, HOMES_DIR: homes }
  const stack = await startStack(data, env)
  const browser = await openBrowser()
  try {
    // At a half hour the stack itself collects first, and what it took is not new any more.
    const counted = /(\d) new, 0 grown, 0 rewritten, (\d) unchanged/.exec(
      await collectByHand(homes, data),
    )
    assert.equal(Number(counted?.[1]) + Number(counted?.[2]), 4, counted?.[0])
    const page = await (await browser.newContext({ baseURL: stack.url })).newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    await signIn(page, ada)
    await judge(page, '/sessions')
    assert.ok(!(await page.content()).includes(secret), 'titles have no secrets')
    await page.getByRole('link', { name: /second thoughts/ }).waitFor()
    await judge(page, '/sessions/activity')
    await judge(page, '/sessions/team')
    await page.getByRole('rowheader', { name: 'bob', exact: true }).waitFor()

    // Another's text is redacted, one's own is not.
    await judge(page, '/sessions/of/bob/b-one')
    assert.ok(!(await page.content()).includes(secret))
    await page.getByText('answer to my key is').waitFor()
    await judge(page, '/sessions/of/ada/s-one')
    assert.ok((await page.content()).includes(secret))

    await page.getByRole('button', { name: 'Mark as private' }).click()
    await page.getByRole('button', { name: 'Make visible' }).waitFor()
    await judge(page, '/sessions/of/ada/s-two/delete')
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.waitForURL(/\/sessions$/)
    await page.getByLabel('Leave out from now on').fill('/home/ada/diary')
    await page.getByRole('button', { name: 'Leave out' }).click()
    await page.getByRole('button', { name: /Collect again/ }).waitFor()
    for (const id of ['s-two', 's-three']) {
      const project = id === 's-two' ? '-home-ada-store' : '-home-ada-diary'
      await appendFile(join(projects, project, `${id}.jsonl`), '{"type":"progress"}\n')
    }
    assert.match(await collectByHand(homes, data), /0 new, 0 grown/)
    await page.goto('/sessions')
    assert.equal(await page.getByRole('link', { name: /second thoughts/ }).count(), 0)

    // From a laptop, with a token.
    await page.goto('/account')
    await page.getByLabel('New token for').fill('laptop')
    await page.getByLabel('For', { exact: true }).selectOption('all')
    await page.getByRole('button', { name: 'Make a token' }).click()
    const token = (await page.locator('#token-value').innerText()).trim()
    const laptop = join(folder.path, 'laptop')
    const local = join(laptop, '.claude/projects/-home-ada-shop')
    await mkdir(local, { recursive: true })
    const file = join(local, 's-four.jsonl')
    await writeFile(file, transcript('s-four', '/home/ada/shop', 'from the laptop'))
    const analyst = (...args: string[]) =>
      runAnalystProcess([...args, '--dir', laptop], { token, env: { HOME: laptop } })
    assert.equal((await analyst('sync', '--server', stack.url)).code, 0)
    const pushed = await analyst('sessions', 'push')
    assert.match(pushed.stdout, /1 of 1 transcripts/, pushed.stderr)
    await appendFile(file, transcript('s-four-more', '/home/ada/shop', 'and more'))
    assert.match((await analyst('sessions', 'push', file)).stdout, /1 of 1/)
    assert.match((await analyst('sessions', 'push')).stdout, /0 of 1/)
    await collectByHand(homes, data)
    const listed = await analyst('sessions', 'list')
    assert.match(listed.stdout, /s-four\t.*2 turns\tfrom the laptop/)
    assert.equal((await analyst('sessions', 'show', 's-four')).stdout, await readFile(file, 'utf8'))
    assert.match((await analyst('sessions', 'private', 's-four')).stdout, /private s-four/)
    assert.match((await analyst('sessions', 'delete', 's-four')).stdout, /deleted/)
    assert.doesNotMatch((await analyst('sessions', 'list')).stdout, /s-four/)
    assert.deepEqual(complaints, [])
  } finally {
    await browser.close()
    await stack.interrupt()
  }
})
