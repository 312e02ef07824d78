import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { runScript, temporaryFolder } from '../tests/peers/stack.ts'

test('people are listed with role, groups and tables, and a dry run of a change changes nothing', async () => {
  await using data = await temporaryFolder()
  await writeFile(
    join(data.path, 'instance.yaml'),
    JSON.stringify({
      instance: { name: 'Acme' },
      groups: { sales: { members: ['ann@acme.com'], tables: ['*'] } },
    }),
  )
  const user = (...args: string[]) =>
    runScript('stack', ['user', ...args], { DATA_DIR: data.path, CONFIG_DIR: data.path })
  const list = async () => {
    const { out } = await user('list', '--format', 'json')
    const people = JSON.parse(out) as Record<string, unknown>[]
    return people.map(({ email, role, groups, tables, state }) => [
      email,
      role,
      groups,
      tables,
      state,
    ])
  }
  const added = await user('add', 'Ann@acme.com', '--admin', '--dry-run', '--format', 'json')
  assert.deepEqual(JSON.parse(added.out), [
    { action: 'person.create', subject: 'ann@acme.com', done: false },
    { action: 'administrator.add', subject: 'ann@acme.com', done: false },
  ])
  assert.deepEqual(await list(), [])
  assert.equal((await user('add', 'ann@acme.com')).code, 0)
  assert.equal((await user('add', 'boss@acme.com', '--admin')).code, 0)
  const all = [
    ['ann@acme.com', 'analyst', ['sales'], ['*'], 'active'],
    ['boss@acme.com', 'administrator', ['administrators'], ['*'], 'active'],
  ]
  assert.deepEqual(await list(), all)
  assert.match((await user('list')).out, /ann@acme\.com .*analyst +sales +\* +active +never/)

  // What would be refused is refused in a dry run as well.
  for (const last of [['remove'], ['suspend'], ['admin', '--off']]) {
    const [verb = '', ...more] = last
    const refused = await user(verb, 'boss@acme.com', '--dry-run', ...more)
    assert.deepEqual([refused.code, /nobody who administers/.test(refused.err)], [1, true], verb)
  }
  for (const verb of ['remove', 'suspend', 'admin']) {
    const { code, err } = await user(verb, 'ann@acme.com', '--dry-run')
    assert.deepEqual([code, /Would be so: ann@acme\.com/.test(err)], [0, true], verb)
  }
  assert.deepEqual(await list(), all)
  const item = { title: 'Revenue', content: 'Revenue is net of refunds.', source_users: ['ann'] }
  const knowledge = JSON.stringify({ items: { km_0123456789ab: item } })
  await writeFile(join(data.path, 'knowledge.json'), knowledge)
  const env = { DATA_DIR: data.path, CONFIG_DIR: data.path }
  assert.equal((await runScript('stack', ['memory', 'import', data.path], env)).code, 0)
  const asked = await user('remove', 'ann@acme.com')
  assert.equal(asked.code, 2, 'it asks before it loses something')
  assert.match(asked.err, /Memory items that only they say, .* by an import: withdrawn .*: 1/)
  assert.equal((await user('remove', 'ann@acme.com', '--yes')).code, 0)
  assert.deepEqual(await list(), all.slice(1))
})
