import assert from 'node:assert/strict'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openInstallation } from '#core/run/installation.ts'
import { createLog } from '#core/log.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import type { Installed } from './installed.ts'
import { runOnServer } from './on-server.ts'
import { serverLayout } from './server-layout.ts'

const root = join(import.meta.dirname, '../..')

const installed: Installed = {
  target: 'quadlet',
  rootless: true,
  version: '1.2.3',
  settings: '',
  units: [],
  timers: [],
  files: [],
}

/** A server of quadlets whose podman writes down what it was asked and what its environment was. */
async function server(
  t: TestContext,
  common: string | undefined,
  ofServices: Readonly<Record<string, string>> = {},
) {
  const folder = await temporaryFolder()
  t.after(() => folder[Symbol.asyncDispose]())
  const home = join(folder.path, "Ann's home")
  const layout = serverLayout(true, home)
  await mkdir(join(layout.config, 'config'), { recursive: true })
  if (common !== undefined) await writeFile(join(layout.config, 'common.env'), common)
  for (const [name, text] of Object.entries(ofServices))
    await writeFile(join(layout.config, name), text)
  const bin = join(folder.path, 'bin')
  await mkdir(bin)
  const program = `#!/bin/sh\nprintf '%s\\0' "$@" > '${bin}/asked'\nenv -0 > '${bin}/env'\n`
  await writeFile(join(bin, 'podman'), program)
  await chmod(join(bin, 'podman'), 0o755)
  const env = { PATH: `${bin}:${process.env['PATH']}`, CONFIG_DIR: folder.path }
  await writeFile(join(folder.path, 'instance.yaml'), 'instance: { name: Acme }\n')
  const installation = await openInstallation(root, env, createLog('silent'))
  const context = { root, installation, signal: new AbortController().signal }
  const parts = async (name: string) =>
    (await readFile(join(bin, name), 'utf8')).split('\0').filter(Boolean)
  return {
    layout,
    async run(...args: readonly string[]) {
      await runOnServer({ layout, installed }, args, context)
      const asked = await parts('asked')
      const entries = (await parts('env')).map((entry) => {
        const at = entry.indexOf('=')
        return [entry.slice(0, at), entry.slice(at + 1)] as const
      })
      return { asked, env: Object.fromEntries(entries) as Record<string, string | undefined> }
    },
  }
}

// podman reads a file of variables with its quotes; the units, by systemd, without.
test('a command beside the containers gets the operator’s variables as the units have them', async (t) => {
  const { run } = await server(
    t,
    '# ours\r\nDATABASE_URL="postgres://me:p%40ss@db/x"\r\nPUBLIC_URL=https://data.example.com\r\n',
  )
  const { asked, env } = await run('user', 'list')
  assert.equal(env['DATABASE_URL'], 'postgres://me:p%40ss@db/x')
  assert.equal(env['PUBLIC_URL'], 'https://data.example.com')
  assert.ok(asked.includes('--env=DATABASE_URL'))
  assert.ok(asked.includes('--env=PUBLIC_URL'))
  assert.ok(!asked.some((word) => word.startsWith('--env-file')))
})

// Else no verb reads an instance.yaml that fills in what only data-sync was given, and doctor misses the mail server.
test('what the operator gave one service alone is given to commands too, below what all have', async (t) => {
  const { run } = await server(t, 'PUBLIC_URL=https://data.example.com\n', {
    'data-sync.env': 'RATES_PASSWORD="of data-sync"\nDATABASE_URL=postgres://of-one@db/x\n',
    'webapp.env': 'SMTP_URL=smtps://mail.example.com\nPUBLIC_URL=https://other.example.com\n',
  })
  const { asked, env } = await run('doctor')
  const { RATES_PASSWORD, SMTP_URL, PUBLIC_URL } = env
  assert.deepEqual([RATES_PASSWORD, SMTP_URL], ['of data-sync', 'smtps://mail.example.com'])
  assert.equal(PUBLIC_URL, 'https://data.example.com')
  for (const name of ['RATES_PASSWORD', 'SMTP_URL']) assert.ok(asked.includes(`--env=${name}`))
  assert.ok(asked.includes('--env=DATABASE_URL=postgres://stack@postgres:5432/stack'))
  assert.ok(!asked.includes('--env=DATABASE_URL'))
})

test('a secret of the operator’s is in no list of processes', async (t) => {
  const { run } = await server(t, 'DATABASE_URL=postgres://me:very-secret@db/x\n')
  const { asked } = await run('backup')
  assert.deepEqual(
    asked.filter((word) => word.includes('very-secret')),
    [],
  )
})

test('where the operator names no database it is the stack’s own, and nothing they wrote moves its folders', async (t) => {
  for (const common of [
    undefined,
    '',
    '#DATABASE_URL=postgres://old@db/x\nDATA_DIR=/elsewhere\n',
    'DATABASE_URL=\n',
    "DATABASE_URL=''\nDATABASE_URL_FILE=\n",
  ]) {
    const { run } = await server(t, common)
    const { asked } = await run('user', 'list')
    assert.ok(asked.includes('--env=DATABASE_URL=postgres://stack@postgres:5432/stack'), common)
    assert.ok(!asked.includes('--env=DATABASE_URL'), common)
    assert.ok(asked.includes('--env=DATA_DIR=/stores/data'))
    assert.ok(!asked.includes('--env=DATA_DIR'))
  }
})

test('words and folders with spaces and quotes arrive as they are', async (t) => {
  const { run, layout } = await server(t, undefined)
  const { asked } = await run('user', 'add', 'ann@example.com', '--name', `O'Hara "Ann" $HOME`)
  assert.deepEqual(asked.slice(-3), ['ann@example.com', '--name', `O'Hara "Ann" $HOME`])
  assert.ok(asked.includes(`--volume=${layout.config}:${layout.config}`))
  assert.ok(asked.includes(`localhost/ai-data-analyst/webapp:1.2.3`))
})
