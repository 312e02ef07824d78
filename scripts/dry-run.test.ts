import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openStackState, runStack } from '../tests/peers/command-line.ts'

let state: Awaited<ReturnType<typeof openStackState>>
/** Named in the commands below. */
let at: (name: string) => string
let token: string

before(async () => {
  state = await openStackState()
  at = (name) => join(state.folder, name)
  const orders = { connector: 'files', folder: at('orders') }
  await writeFile(
    at('instance.yaml'),
    JSON.stringify({
      instance: { name: 'Acme' },
      sources: { orders },
      auth: { allowed_domains: ['acme.com'] },
    }),
  )
  await mkdir(at('orders'))
  await writeFile(at('orders/items.csv'), 'id\n1\n')
  await mkdir(at('homes/ann/user/notifications'), { recursive: true })
  await writeFile(at('homes/ann/user/notifications/low.py'), 'print("{}")\n')
  const item = { title: 'Revenue', content: 'Revenue is net of refunds.', source_users: ['ann'] }
  await writeFile(at('knowledge.json'), JSON.stringify({ items: { km_0123456789ab: item } }))
  await writeFile(at('password_users.json'), JSON.stringify({ 'new@acme.com': {} }))
  for (const words of [
    ['user', 'add', 'root@acme.com', '--admin'],
    ['user', 'add', 'ann@acme.com'],
    ['group', 'create', 'sales'],
    ['group', 'add', 'sales', 'ann@acme.com'],
    ['group', 'grant', 'sales', 'orders/*'],
  ]) {
    const { code, err } = await state.run(...words)
    assert.equal(code, 0, err)
  }
  const made = await state.run('token', 'create', '--user', 'ann@acme.com', '--format', 'json')
  token = (JSON.parse(made.out) as { id: string }).id
})
after(() => state.close())

/** Every row of every table, and every file but those of the database. */
async function everything(): Promise<readonly string[]> {
  const { rows } = await state.db.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  )
  assert.ok(rows.length > 40, `only ${rows.length} tables`)
  const tables: string[] = []
  for (const { name } of rows) {
    const found = await state.db.pool.query<{ row: string }>(
      `select t::text as row from ${name} t order by 1`,
    )
    tables.push(`${name}: ${found.rows.map(({ row }) => row).join('; ')}`)
  }
  const files = await readdir(state.folder, { recursive: true })
  return [...tables, ...files.sort()]
}

const changing = (): readonly (readonly string[])[] => [
  ['user', 'add', 'bob@acme.com', '--admin'],
  ['user', 'admin', 'ann@acme.com'],
  ['user', 'suspend', 'ann@acme.com'],
  ['user', 'remove', 'ann@acme.com'],
  ['group', 'create', 'hr'],
  ['group', 'delete', 'sales'],
  ['group', 'add', 'sales', 'root@acme.com'],
  ['group', 'remove', 'sales', 'ann@acme.com'],
  ['group', 'grant', 'sales', '*'],
  ['group', 'revoke', 'sales', 'orders/*'],
  ['token', 'create', '--user', 'ann@acme.com', '--name', 'CI'],
  ['token', 'revoke', token, '--user', 'ann@acme.com'],
  ['password', 'invite', 'ann@acme.com'],
  ['password', 'invite', 'cyd@acme.com', '--show'],
  ['password', 'second-step-off', 'ann@acme.com'],
  ['password', 'import', at('password_users.json')],
  ['memory', 'import', state.folder],
  ['sync', 'orders'],
  ['notify', 'run', '--user', 'ann', '--script', 'low.py'],
]

test('a dry run of a command says what would be, shows no secret, and leaves every row and file as it was', async () => {
  const before = await everything()
  for (const words of changing()) {
    for (const format of ['text', 'json']) {
      const dry = [...words, '--dry-run', '--format', format]
      const { code, out, err } = await state.run(...dry)
      assert.equal(code, 0, `${dry.join(' ')}: ${err}`)
      assert.match(err + out, /would|--dry-run|"done": false|"dryRun": true/i, dry.join(' '))
      assert.doesNotMatch(out + err, /ada_|\/auth\/(setup|reset)\//, dry.join(' '))
      if (format === 'json') JSON.parse(out)
    }
    const after = await everything()
    const changed = after.filter((line) => !before.includes(line))
    assert.deepEqual([changed, after.length], [[], before.length], words.join(' '))
  }
})

test('and is refused what the command itself would be', async () => {
  for (const [words, reason] of [
    [['group', 'create', 'sales'], /already a group/],
    [['group', 'create', 'Sales!'], /The name of a group/],
    [['group', 'delete', 'administrators'], /not a group that a command made/],
    [['group', 'add', 'none', 'ann@acme.com'], /no group none/],
    [['group', 'remove', 'administrators', 'root@acme.com'], /nobody who administers/],
    [['group', 'revoke', 'sales', '*'], /No command granted/],
    [['token', 'create', '--user', 'ann@acme.com', '--name', ' '], /A token has a name/],
    [['token', 'revoke', 'x', '--user', 'ann@acme.com'], /has no token/],
    [['password', 'invite', 'no address'], /address/],
    [['password', 'second-step-off', 'none@acme.com'], /no person/],
    [['memory', 'restore', at('knowledge.json')], /is no backup/],
    [['sync', 'none'], /no source none/],
    [['notify', 'run', '--user', 'ann', '--script', 'none.py'], /none\.py/],
    [['notify', 'run', '--user', 'nobody', '--script', 'low.py'], /nobody may not run/],
  ] as const) {
    const { code, err } = await state.run(...words, '--dry-run')
    assert.deepEqual([code, reason.test(err)], [1, true], `${words.join(' ')}: ${err}`)
  }
})

// A checkout on a server got a folder `var` by a look at the server.
test('what needs no state of this checkout makes no folder for it', async () => {
  const data = at('never')
  for (const words of [
    ['status'],
    ['install', '--target', 'systemd', '--dry-run'],
    ['render', '--target', 'quadlet', '--out', at('units'), '--dry-run'],
    ['backup', 'list'],
    ['doctor', 'disk'],
  ]) {
    await runStack(words, { ...state.env, DATA_DIR: data })
    assert.ok(!existsSync(data), words.join(' '))
  }
})
