import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { changedStack, foreignStack } from '../../../tests/peers/changed-stack.ts'
import { oddTexts } from '../../../tests/peers/odd-texts.ts'
import { temporaryFolder } from '../../../tests/peers/stack.ts'
import type { StackModel } from '../../stack-model.ts'
import compose from './target.ts'

const skip = spawnSync('docker', ['compose', 'version']).status === 0
  ? false
  : 'docker compose is not here'

interface Read {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly command?: readonly string[]
        readonly environment?: Readonly<Record<string, string | null>>
        readonly healthcheck?: { readonly test: readonly string[] }
        readonly scale?: number
      }
    >
  >
}

/** What Docker Compose itself makes of the files of a model, with these variables of the operator's. */
async function read(model: StackModel, env: Readonly<Record<string, string>> = {}): Promise<Read> {
  await using folder = await temporaryFolder()
  for (const { path, content } of compose.generate(model)) {
    await mkdir(dirname(join(folder.path, path)), { recursive: true })
    await writeFile(join(folder.path, path), content)
  }
  const args = ['compose', '--project-name', 'odd', 'config', '--format', 'json']
  const options = { cwd: folder.path, encoding: 'utf8', env: { PATH: process.env['PATH'], ...env } }
  return JSON.parse(execFileSync('docker', args, options as { encoding: 'utf8' })) as Read
}

/** What is written out again is for Compose to read: there every dollar is two. */
const single = (text: string) => text.replaceAll('$$', '$')

// A dollar in a fixed variable was filled in from the environment of whoever started the stack.
test('whatever a fixed text, a command or a check has in it arrives as it was written', { skip }, async () => {
  const env = Object.fromEntries(oddTexts.map((text, at) => [`T${at}`, text]))
  const model = foreignStack('bot', { env, command: [...oddTexts], health: [...oddTexts] })
  const { bot } = (await read(model, { HOME: '/filled/in', T0: 'filled in' })).services
  for (const [at, text] of oddTexts.entries()) {
    assert.equal(single(bot?.environment?.[`T${at}`] ?? 'missing'), text)
    assert.equal(single(bot?.command?.[at] ?? 'missing'), text)
    assert.equal(single(bot?.healthcheck?.test[at + 1] ?? 'missing'), text)
  }
})

// It was dropped: a part of others' never saw what the operator gave for it.
test('a variable of a part of others’ is there where the operator gives it, and else its default or none', { skip }, async () => {
  const model = foreignStack('bot', {})
  const services = model.services.map((one) =>
    one.id !== 'bot'
      ? one
      : {
          ...one,
          env: {
            BOT_TOKEN: { kind: 'secret' as const, description: 'From the messenger' },
            BOT_NAME: { kind: 'text' as const, description: 'x', default: `it's $5` },
          },
        },
  )
  const environment = async (env: Readonly<Record<string, string>>) =>
    (await read({ ...model, services }, env)).services['bot']?.environment ?? {}
  const bare = await environment({})
  assert.equal(single(bare['BOT_NAME'] ?? ''), `it's $5`)
  assert.equal(bare['BOT_TOKEN'] ?? null, null, 'an empty one would be a value')
  const given = await environment({ BOT_TOKEN: 'a b', BOT_NAME: 'Ann' })
  assert.deepEqual([given['BOT_TOKEN'], given['BOT_NAME']], ['a b', 'Ann'])
})

test('a default that compose would end early is refused with its place', () => {
  const variable = { kind: 'text', description: 'x', default: '{"a":{}}' }
  const model = foreignStack('bot', {})
  const services = model.services.map((one) =>
    one.id === 'bot' ? { ...one, env: { BOT_JSON: variable } as NonNullable<typeof one.env> } : one,
  )
  assert.throws(
    () => compose.generate({ ...model, services }),
    /services\/bot: env\.BOT_JSON\.default/,
  )
})

test('a database of any name is reached by it', { skip }, async () => {
  const env = { POSTGRES_USER: 'me@work', POSTGRES_DB: 'a/b c}$d' }
  const model = changedStack('postgres', ({ container }) => ({ container: { ...container, env } }))
  const { webapp } = (await read(model)).services
  const url = new URL(single(webapp?.environment?.['DATABASE_URL'] ?? ''))
  assert.equal(decodeURIComponent(url.username), 'me@work')
  assert.equal(decodeURIComponent(url.pathname), '/a/b c}$d')
  assert.equal(url.host, 'postgres:5432')
})

test('a part of others’ runs only where each of its variables is given, in Compose’s own reading', { skip }, async () => {
  const model = foreignStack('bot', {})
  const services = model.services.map((one) =>
    one.id === 'bot' ? { ...one, enabledWhen: ['BOT_TOKEN', 'BOT_NAME'] } : one,
  )
  const scale = async (env: Readonly<Record<string, string>>) =>
    (await read({ ...model, services }, env)).services['bot']?.scale
  assert.equal(await scale({}), 0)
  assert.equal(await scale({ BOT_TOKEN: 'x' }), 0)
  assert.equal(await scale({ BOT_TOKEN: 'x', BOT_NAME: '' }), 0)
  assert.ok([1, undefined].includes(await scale({ BOT_TOKEN: 'x', BOT_NAME: 'y' })))
})
