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
