import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { listAudit } from '#core/identity/audit.ts'
import { findPersonByEmail } from '#core/identity/people.ts'
import { principalOfToken } from '#core/identity/tokens.ts'
import { openStackState } from '../tests/peers/command-line.ts'

let state: Awaited<ReturnType<typeof openStackState>>
const run = (...args: readonly string[]) => state.run(...args)

before(async () => {
  state = await openStackState()
  const groups = { hr: { members: ['boss@acme.com'], tables: ['*'] } }
  await writeFile(
    join(state.folder, 'instance.yaml'),
    JSON.stringify({ instance: { name: 'Acme' }, groups }),
  )
  assert.equal((await run('user', 'add', 'root@acme.com', '--admin')).code, 0)
  assert.equal((await run('user', 'add', 'ann@acme.com', '--name', 'Ann')).code, 0)
})
after(() => state.close())

/** Runs what must be refused for what it is, and not because it was not understood. */
async function refused(words: readonly string[], reason: RegExp): Promise<void> {
  const { code, out, err } = await run(...words)
  assert.deepEqual([code, out], [1, ''], `${words.join(' ')}: ${err}`)
  assert.match(err, reason)
}

test('a token is printed alone, works for its person, is listed without its secret, and ends', async () => {
  const made = await run('token', 'create', '--user', 'Ann@Acme.com', '--name', 'CI', '--days', '7')
  assert.match(made.out, /^ada_[\w-]{43}\n$/)
  const token = made.out.trim()
  assert.equal((await principalOfToken(state.db, token))?.email, 'ann@acme.com')
  const listed = (await run('token', 'list', '--user', 'ann@acme.com')).out
  assert.ok(!listed.includes(token))
  const [, id = '', days = ''] = /^(\S+) +CI +all +\S+ +\S+ +(\S+)$/m.exec(listed) ?? []
  assert.equal(Math.round((Date.parse(days) - Date.now()) / 86_400_000), 7)
  await refused(['token', 'revoke', id, '--user', 'root@acme.com'], /root@acme\.com has no token/)
  assert.ok(await principalOfToken(state.db, token), 'it is not somebody else’s to end')
  assert.equal((await run('token', 'revoke', id, '--user', 'ann@acme.com')).code, 0)
  assert.equal(await principalOfToken(state.db, token), undefined)
  await refused(['token', 'revoke', id, '--user', 'ann@acme.com'], /has no token[\s\S]*token list/)
})

test('a token of a scope, or a time, that there is not is refused: a slip of the hand opens nothing', async () => {
  const create = (...words: readonly string[]) =>
    run('token', 'create', '--user', 'ann@acme.com', ...words)
  for (const words of [
    ['--scope', 'Data'],
    ['--scope', 'tables'],
    ['--scope', ''],
    ['--days', '0'],
    ['--days', 'week'],
    ['--days', '1.5'],
    ['--days', '999999999'],
  ]) {
    const { code, out, err } = await create(...words)
    assert.deepEqual([code, out], [2, ''], `${words.join(' ')}: ${err}`)
  }
  const { out } = await create('--scope', 'data')
  assert.equal((await principalOfToken(state.db, out.trim(), 'data'))?.email, 'ann@acme.com')
  assert.equal(await principalOfToken(state.db, out.trim()), undefined)
})

test('a token as JSON can be revoked by what the document says, and no list shows its secret', async () => {
  const forAnn = ['--user', 'ann@acme.com', '--format', 'json']
  const words = ['token', 'create', '--name', ' CI\nrunner ', '--days', '1', '--scope', 'data']
  const made = JSON.parse((await run(...words, ...forAnn)).out) as Record<string, string>
  assert.deepEqual(Object.keys(made), ['id', 'token', 'name', 'scope', 'expiresAt'])
  assert.equal(
    (await principalOfToken(state.db, made['token'] ?? '', 'data'))?.email,
    'ann@acme.com',
  )
  const { out } = await run('token', 'list', ...forAnn)
  assert.ok(!out.includes(made['token'] ?? '-'))
  const listed = JSON.parse(out) as Record<string, string>[]
  const { id, name, expiresAt } = listed.find((one) => one['id'] === made['id']) ?? {}
  assert.deepEqual([name, expiresAt], ['CI runner', made['expiresAt']])
  const ended = await run('token', 'revoke', id ?? '', ...forAnn)
  assert.deepEqual(JSON.parse(ended.out), [
    { action: 'token.revoke', subject: 'ann@acme.com', detail: { id }, done: true },
  ])
  const again = await run('token', 'revoke', id ?? '', ...forAnn)
  assert.equal(again.code, 1)
  assert.equal((JSON.parse(again.out) as { code: string }).code, 'unknown_token')
})

// It was good for ever, though nobody had been told it and the audit log knew nothing of it.
test('a token that cannot be written down is not made', async () => {
  const refusing = `constraint refused check (action <> 'token.create') not valid`
  await state.db.pool.query(`alter table core.audit add ${refusing}`)
  try {
    const { code, out } = await run('token', 'create', '--user', 'root@acme.com')
    assert.deepEqual([code, out], [1, ''])
  } finally {
    await state.db.pool.query('alter table core.audit drop constraint refused')
  }
  const listed = await run('token', 'list', '--user', 'root@acme.com', '--format', 'json')
  assert.deepEqual(JSON.parse(listed.out), [])
})

test('a name that cannot be kept is told as such: there is no trace of where it failed', async () => {
  for (const name of ['\0', '\u202e', 'x'.repeat(101)]) {
    await refused(
      ['token', 'create', '--user', 'ann@acme.com', '--name', name],
      /^error: A token has a name.*\n$/,
    )
  }
  await run('user', 'add', 'nul@acme.com', '--name', 'N\0\nL')
  assert.equal((await findPersonByEmail(state.db, 'nul@acme.com'))?.name, 'N L')
  await run('user', 'remove', 'nul@acme.com', '--yes')
})

test('a token is for a person who is named and there', async () => {
  assert.equal((await run('token', 'create')).code, 2)
  await refused(['token', 'create', '--user', 'nobody@acme.com'], /user add nobody@acme\.com/)
})

test('a group is made once, filled, granted and taken apart, and each change is written down', async () => {
  await run('group', 'create', 'ops')
  await refused(['group', 'create', 'ops'], /already a group ops/)
  await refused(['group', 'create', 'Not A Name'], /name of a group/)
  await run('group', 'add', 'ops', 'Ann@acme.com')
  await run('group', 'grant', 'ops', 'shop/*')
  assert.match((await run('group', 'list')).out, /^ops +ann@acme\.com +shop\/\*$/m)
  await refused(['group', 'grant', 'ops', 'shop/*/x'], /\*, dataset\/\* or dataset\/table/)
  await refused(['group', 'grant', 'opps', '*'], /no group opps/)
  await refused(['group', 'add', 'ops', 'nobody@acme.com'], /no person nobody@acme\.com/)
  await refused(['group', 'add', 'everyone', 'ann@acme.com'], /in everyone already/)
  await refused(['group', 'revoke', 'ops', 'hr/*'], /No command granted hr\/\*/)
  await run('group', 'revoke', 'ops', 'shop/*')
  await run('group', 'remove', 'ops', 'ann@acme.com')
  assert.match((await run('group', 'list')).out, /^ops +- +-$/m)
  const { err } = await run('group', 'delete', 'ops')
  assert.equal(err, 'Done: group.delete ops\n')
  const written = await listAudit(state.db, { actor: 'stack', subject: 'ops', limit: 20 })
  assert.deepEqual(written.map(({ action }) => action).toReversed(), [
    'group.create',
    'group.add',
    'group.grant',
    'group.revoke',
    'group.remove',
    'group.delete',
  ])
})

test('groups, and who may see a table, are told as documents, and so is what cannot be done', async () => {
  const document = async (...words: readonly string[]) => {
    const { code, out, err } = await run('group', ...words, '--format', 'json')
    return { code, err, told: JSON.parse(out) as unknown }
  }
  const change = { action: 'group.create', subject: 'eng', done: true }
  assert.deepEqual((await document('create', 'eng')).told, [change])
  assert.deepEqual((await document('add', 'eng', 'ann@acme.com')).told, [
    { ...change, action: 'group.add', detail: { what: 'ann@acme.com' } },
  ])
  await document('grant', 'eng', 'shop/orders')
  const listed = (await document('list')).told as { name: string }[]
  assert.deepEqual(
    listed.find(({ name }) => name === 'eng'),
    { name: 'eng', description: null, members: ['ann@acme.com'], tables: ['shop/orders'] },
  )
  const { told } = await document('who', 'shop/orders')
  const reason = { group: 'eng', pattern: 'shop/orders', grantedBy: 'command', memberBy: 'command' }
  assert.deepEqual(
    (told as { email: string }[]).find(({ email }) => email === 'ann@acme.com'),
    { email: 'ann@acme.com', reasons: [reason] },
  )
  const twice = await document('create', 'eng')
  assert.deepEqual(
    [twice.code, twice.told],
    [1, { error: 'There is already a group eng', code: 'group_exists' }],
  )
  await run('group', 'delete', 'eng')
})

// It said who sees everything, as if there were such a table.
test('who may see what is no table is not answered', async () => {
  for (const table of [
    'orders',
    'shop/',
    '/orders',
    'shop/*',
    '*',
    'Shop/Orders',
    'shop/orders/x',
  ]) {
    await refused(['group', 'who', table], /no table: write it as dataset\/table/)
  }
})

test('a grant of a dataset that no source has is made, and said to open nothing yet', async () => {
  await run('group', 'create', 'early')
  const { code, err } = await run('group', 'grant', 'early', 'slaes/*')
  assert.equal(code, 0)
  assert.match(err, /^Done: .*\nIt opens nothing yet: there is no source slaes\. Known: none\n$/)
  assert.equal((await run('group', 'grant', 'early', '*')).err, 'Done: group.grant early *\n')
  await refused(['group', 'grant', 'early', 'a/b/c'], /remedy: Put a pattern with \* into quotes/)
  await run('group', 'delete', 'early')
})

test('what instance.yaml says is changed there: a command refuses, and names the file', async () => {
  await refused(['group', 'delete', 'hr'], /instance\.yaml/)
  await refused(['group', 'remove', 'hr', 'boss@acme.com'], /instance\.yaml/)
  await refused(['group', 'revoke', 'hr', '*'], /instance\.yaml/)
})

test('nobody locks the last administrator out, by whichever command', async () => {
  for (const words of [
    ['user', 'suspend', 'root@acme.com'],
    ['user', 'remove', 'root@acme.com', '--yes'],
    ['user', 'admin', 'root@acme.com', '--off'],
    ['group', 'remove', 'administrators', 'root@acme.com'],
  ]) {
    await refused(words, /nobody who administers/)
  }
  const root = await findPersonByEmail(state.db, 'root@acme.com')
  assert.deepEqual([root?.admin, root?.suspended], [true, false])
})

test('who is locked out has no token that works, until they are let in again', async () => {
  const token = (await run('token', 'create', '--user', 'ann@acme.com')).out.trim()
  const { err } = await run('user', 'suspend', 'ann@acme.com')
  assert.equal(err, 'ann@acme.com is locked out.\n')
  assert.equal(await principalOfToken(state.db, token), undefined)
  assert.match((await run('user', 'list')).out, /ann@acme\.com .* suspended/)
  assert.equal((await run('user', 'suspend', 'ann@acme.com', '--off')).code, 0)
  assert.match((await run('user', 'list')).out, /ann@acme\.com .* active/)
})

test('adding somebody who is there changes nothing, and gives them the role that is asked for', async () => {
  const again = await run('user', 'add', 'ANN@acme.com', '--name', 'Other', '--format', 'json')
  assert.deepEqual(
    [again.code, again.out, again.err],
    [0, '[]\n', 'ann@acme.com was there already.\n'],
  )
  assert.equal((await findPersonByEmail(state.db, 'ann@acme.com'))?.name, 'Ann')
  const raised = await run('user', 'add', 'ann@acme.com', '--admin', '--format', 'json')
  assert.deepEqual(JSON.parse(raised.out), [
    { action: 'administrator.add', subject: 'ann@acme.com', done: true },
  ])
  assert.equal((await run('user', 'admin', 'ann@acme.com', '--off')).code, 0)
  assert.equal((await findPersonByEmail(state.db, 'ann@acme.com'))?.admin, false)
  await refused(['user', 'add', 'no address'], /address/)
})

test('who is removed leaves their files, and is told to have: nothing of somebody’s work is lost by a command', async () => {
  await run('user', 'add', 'gone@acme.com')
  await mkdir(join(state.folder, 'homes/gone'), { recursive: true })
  const { code, err } = await run('user', 'remove', 'gone@acme.com', '--yes')
  assert.equal(code, 0)
  assert.match(err, /Their files stay until you remove them: .*homes\/gone/)
  assert.equal(await findPersonByEmail(state.db, 'gone@acme.com'), undefined)
  await refused(['user', 'remove', 'gone@acme.com', '--yes'], /no person/)
})

test('what becomes of somebody’s memory and sessions is told as JSON too, before and when it is done', async () => {
  await run('user', 'add', 'busy@acme.com')
  await state.db.pool.query(`
    insert into session_collector.session (username, id, figures, usages)
      values ('busy', 'a', '{}', '[]'), ('busy', 'b', '{}', '[]'), ('ann', 'c', '{}', '[]');
    insert into corporate_memory.item (id, title, content, category, tags, status, word_hash)
      values ('km_0123456789ab', 't', 'c', 'workflow', '{}', 'accepted', 'h');
    insert into corporate_memory.vote (username, item_id, vote, word_hash)
      values ('busy', 'km_0123456789ab', 1, 'h')`)
  const told = async (...words: readonly string[]) => {
    const { code, out } = await run('user', 'remove', 'busy@acme.com', ...words, '--format', 'json')
    assert.equal(code, 0)
    const [change] = JSON.parse(out) as {
      done: boolean
      consequences: { what: string; count: number }[]
    }[]
    return change
  }
  const plan = await told('--dry-run')
  assert.equal(plan?.done, false)
  assert.deepEqual(
    plan?.consequences.map(({ what, count }) => [what.split(':')[0], count]),
    [
      ['Votes for memory items', 1],
      ['Sessions', 2],
    ],
  )
  assert.deepEqual(await told('--yes'), { ...plan, done: true })
})

test('tables that nobody, and that somebody, may see are told as text and as JSON', async () => {
  const none = await run('user', 'tables', 'ann@acme.com')
  assert.deepEqual([none.code, none.out], [0, ''])
  assert.match(none.err, /ann@acme\.com sees no table/)
  await run('user', 'add', 'boss@acme.com')
  const some = await run('user', 'tables', 'boss@acme.com', '--format', 'json')
  const granted = { pattern: '*', group: 'hr', grantedBy: 'instance', memberBy: 'instance' }
  assert.deepEqual(JSON.parse(some.out), [granted])
})
