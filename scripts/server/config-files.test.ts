import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { configFiles } from './config-files.ts'
import { serverLayout } from './server-layout.ts'
import { serverVariables } from './server-variables.ts'

const root = join(import.meta.dirname, '../..')

async function place(t: TestContext, files: Readonly<Record<string, string>> = {}) {
  const folder = await temporaryFolder()
  t.after(() => folder[Symbol.asyncDispose]())
  const layout = serverLayout(true, join(folder.path, `Ann's home`))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(layout.config, name)), { recursive: true })
    await writeFile(join(layout.config, name), content)
  }
  const plan = async (checkout = root, publicUrl?: string) => {
    const input = { root: checkout, layout, target: { checkout: '/opt/app' } }
    const more = publicUrl === undefined ? {} : { publicUrl }
    // What it is planned from has more than it reads.
    return configFiles({ ...input, ...more } as unknown as Parameters<typeof configFiles>[0])
  }
  return { folder: folder.path, layout, plan }
}

test('a new server gets an instance that runs, and a file of variables that not everybody reads', async (t) => {
  const { layout, plan } = await place(t)
  const [instance, variables, ...more] = await plan(root, 'https://data.example.com/')
  assert.deepEqual(more, [])
  assert.equal(instance?.path, join(layout.config, 'config/instance.yaml'))
  assert.doesNotMatch(instance?.content ?? '', /\.\.\/node_modules/)
  assert.deepEqual(variables, {
    path: join(layout.config, 'common.env'),
    content: 'PUBLIC_URL=https://data.example.com/\n',
    mode: 0o640,
  })
})

test('an instance that the checkout has of its own goes along instead of the example', async (t) => {
  const { folder, plan } = await place(t)
  await mkdir(join(folder, 'checkout/config'), { recursive: true })
  await writeFile(join(folder, 'checkout/config/instance.yaml'), 'instance: { name: Own }\r\n')
  const [instance] = await plan(join(folder, 'checkout'))
  assert.equal(instance?.content, 'instance: { name: Own }\r\n')
})

test('each deploy overwrote what an administrator had written (of the original): it is never planned anew, also where it is empty', async (t) => {
  const { plan } = await place(t, { 'config/instance.yaml': '', 'common.env': '' })
  assert.deepEqual(await plan(root, 'https://other.example.com/'), [])
})

test('variables of all files are known as the units know them, also those that Windows wrote', async (t) => {
  const { layout } = await place(t, {
    'common.env': '# all\r\nPUBLIC_URL="https://data.example.com"\r\nLOG_LEVEL=info\r\n',
    'telegram-bot.env': "TELEGRAM_BOT_TOKEN='1:a b#c'\n",
    'notes.txt': 'NOT=this\n',
  })
  assert.deepEqual(
    { ...(await serverVariables(layout)) },
    {
      ...{ PUBLIC_URL: 'https://data.example.com', LOG_LEVEL: 'info' },
      TELEGRAM_BOT_TOKEN: '1:a b#c',
    },
  )
})

test('a server without a configuration has no variables', async (t) => {
  const { layout } = await place(t)
  assert.deepEqual({ ...(await serverVariables(layout)) }, {})
})
