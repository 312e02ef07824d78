import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createPerson } from '#core/identity/people.ts'
import { openStackState } from '../../../tests/peers/command-line.ts'
import { backUp, putBack } from '../catalogue/back-up.ts'
import { collect } from '../catalogue/collect.ts'
import { loadCatalogue } from '../catalogue/load-catalogue.ts'
import { decide } from '../review/decide.ts'
import { mergeItems } from '../review/merge-items.ts'

let state: Awaited<ReturnType<typeof openStackState>>
before(async () => {
  state = await openStackState()
})
after(() => state.close())

const [one, two, leaky] = ['km_0123456789ab', 'km_aaaaaaaaaaaa', 'km_bbbbbbbbbbbb'] as const
const item = (content: string) => ({ title: content.slice(0, 20), content, source_users: ['ann'] })
const key = ['AK', 'IAQYLPMN5HFIQR7XYA'].join('')
const knowledge = {
  items: {
    [one]: item('Revenue is net of refunds since the ledger changed.'),
    [two]: item('The gateway of payments refuses bulk requests.'),
    [leaky]: item(`The key of the depot is ${key}.`),
  },
}

async function folderWith(name: string, files: Readonly<Record<string, unknown>>) {
  const folder = join(state.folder, name)
  await mkdir(folder)
  for (const [file, value] of Object.entries(files))
    await writeFile(join(folder, file), typeof value === 'string' ? value : JSON.stringify(value))
  return folder
}

const itemsNow = async () => [...(await loadCatalogue(state.db.pool)).items.values()]

test('what is taken over is told by number, each thing that needs a person by name, and a second time nothing is new', async () => {
  const votes = { cyd: { [one]: 1, km_ffffffffffff: -1 } }
  const folder = await folderWith('whole', { 'knowledge.json': knowledge, 'votes.json': votes })
  const first = await state.run('memory', 'import', folder)
  assert.deepEqual([first.code, first.out], [0, '3 items and 1 vote taken over\n'])
  assert.match(first.err, /For items that knowledge\.json does not have: 1 vote\./)
  assert.match(first.err, new RegExp(`${leaky}: its text looks like a secret`))
  assert.ok(!(first.out + first.err).includes(key))
  const again = await state.run('memory', 'import', folder)
  assert.deepEqual([again.code, again.out], [0, '0 items and 0 votes taken over\n'])
  assert.match(again.err, /Here already, and left as it is: 3 items\./)
  assert.equal((await itemsNow()).length, 3)
})

test('what is broken ends with an error that names it, after all that is whole was taken over', async () => {
  const good = 'km_cccccccccccc'
  const folder = await folderWith('partly', {
    'knowledge.json': { items: { [good]: item('Orders come at noon from all shops.'), km_x: {} } },
    'votes.json': { cyd: 7, dan: { [good]: 1 } },
  })
  const { code, out, err } = await state.run('memory', 'import', folder)
  assert.deepEqual([code, out], [1, '1 item and 1 vote taken over\n'])
  assert.match(err, /knowledge\.json: km_x: /)
  assert.match(err, /votes\.json: cyd: must be votes by item/)
  assert.match(err, /2 entries were left out[^]*Mend what is said about each and import again/)
  assert.ok((await itemsNow()).some(({ id }) => id === good))
})

test('where the domain of the original is known nobody’s votes become another person’s, and what is cut is told', async () => {
  const long = 'km_eeeeeeeeeeef'
  await createPerson(state.db, { email: 'eve@elsewhere.com' })
  await createPerson(state.db, { email: 'fay@acme.com' })
  const text = `Costs are gross of tax. ${'They are. '.repeat(60)}`
  const folder = await folderWith('named', {
    'knowledge.json': { items: { [long]: { ...item(text), source_users: ['fay'] } } },
    'votes.json': { eve: { [long]: 1 }, fay: { [long]: 1 } },
  })
  const { code, out, err } = await state.run('memory', 'import', folder, '--domain', 'Acme.com')
  assert.deepEqual([code, out], [1, '1 item and 1 vote taken over\n'])
  assert.match(err, /km_eeeeeeeeeeef: its text is longer than 500 characters/)
  assert.match(err, /eve: this username is another person’s here/)
})

test('a folder without knowledge.json, or with one that is cut off, changes nothing', async () => {
  const before = await itemsNow()
  const none = await state.run('memory', 'import', await folderWith('none', {}))
  assert.equal(none.code, 1)
  assert.match(none.err, /There is no knowledge\.json in .*none/)
  const cut = await folderWith('cut', { 'knowledge.json': JSON.stringify(knowledge).slice(0, 50) })
  const broken = await state.run('memory', 'import', cut)
  assert.equal(broken.code, 1)
  assert.match(broken.err, /knowledge\.json cannot be read/)
  assert.deepEqual(await itemsNow(), before)
})

test('a backup is put back by its path, and what was there before is kept in a file for its owner alone', async () => {
  const before = await itemsNow()
  const file = await backUp(state.db, state.folder)
  const plan = await state.run('memory', 'restore', file, '--dry-run')
  assert.deepEqual([plan.code, plan.out], [0, `${before.length} items would be back\n`])
  assert.deepEqual(await itemsNow(), [])
  const { code, out, err } = await state.run('memory', 'restore', file)
  assert.deepEqual([code, out], [0, `${before.length} items are back\n`])
  assert.deepEqual(await itemsNow(), before)
  const saved = /in (\S+backup-\S+\.json)\./.exec(err)?.[1] ?? assert.fail(err)
  assert.deepEqual(JSON.parse(await readFile(saved, 'utf8')).item, [])
  for (const path of [file, saved]) assert.equal((await stat(path)).mode & 0o777, 0o600)
  assert.equal((await stat(join(state.folder, 'corporate-memory'))).mode & 0o777, 0o700)
})

test('a file that is no backup, or holds rows that the catalogue refuses, changes nothing', async () => {
  const before = await itemsNow()
  const file = await backUp(state.db, state.folder)
  await state.run('memory', 'restore', file)
  const backup = JSON.parse(await readFile(file, 'utf8'))
  const [first] = backup.item
  for (const [what, wrong, says] of [
    ['no JSON', 'x', /is no backup/],
    ['a list', [], /is no backup/],
    ['a table too many', { ...backup, people: [] }, /is no backup/],
    ['a table that is missing', { ...backup, vote: undefined }, /is no backup/],
    ['a row that is none', { ...backup, item: [7] }, /is no backup/],
    ['an id that is none', { ...backup, item: [{ ...first, id: 'x' }] }, /item_id_check/],
    [
      'a status that is none',
      { ...backup, item: [{ ...first, status: 'x' }] },
      /item_status_check/,
    ],
    ['a source of no item', { ...backup, item: [] }, /foreign key/],
    ['the same row twice', { ...backup, item: [...backup.item, first] }, /duplicate key/],
  ] as const) {
    const path = join(state.folder, 'wrong.json')
    await writeFile(path, typeof wrong === 'string' ? wrong : JSON.stringify(wrong))
    const { code, out, err } = await state.run('memory', 'restore', path)
    assert.deepEqual([code, out], [1, ''], what)
    assert.match(err, says, what)
    assert.deepEqual(await itemsNow(), before, what)
  }
  assert.equal((await state.run('memory', 'restore', '/nowhere')).code, 1)
  assert.ok((await readdir(join(state.folder, 'corporate-memory'))).length > 2)
})

test('what is mistyped shows the usage', async () => {
  for (const args of [['import'], ['restore'], ['import', 'a', 'b'], ['forget', 'x'], []])
    assert.equal((await state.run('memory', ...args)).code, 2, args.join(' '))
})

test('what an item says is removed for good, and neither a collection nor an undo brings it back', async () => {
  const words = 'The stock of the depot is what Rainmeadow counts'
  const note = {
    username: 'gil',
    text: `- ${words} at night.\n- The depot closes at noon on Fridays.`,
  }
  assert.equal((await state.run('memory', 'forget', 'km_000000000000', '--yes')).code, 1)
  const run = (...notes: (typeof note)[]) => collect(state.db, { notes, unreadable: [] })
  await run(note)
  const found = (text: string) => async () =>
    (await itemsNow()).find((one) => one.content.includes(text)) ?? assert.fail(text)
  const { id, wordHash: seen } = await found(words)()
  const { id: other } = await found('Fridays')()
  await decide(state.db, { actor: 'rita', id, decision: 'accept', seen })
  await mergeItems(state.db, { actor: 'rita', from: other, into: id })
  const plan = await state.run('memory', 'forget', id, '--dry-run', '--format', 'json')
  assert.deepEqual(JSON.parse(plan.out), { forgotten: [id, other], dryRun: true })
  await found(words)()
  const { code, out } = await state.run('memory', 'forget', id, '--yes')
  assert.deepEqual([code, out], [0, `the texts of ${id}, ${other} are removed\n`])
  for (const notes of [[note], [], [note]]) {
    await run(...notes)
    const file = await backUp(state.db, state.folder)
    assert.doesNotMatch(await readFile(file, 'utf8'), /Rainmeadow|Fridays/)
    await putBack(state.db, state.folder, file)
  }
  const item = (await itemsNow()).find((one) => one.id === id)
  assert.equal(item?.status, 'rejected')
  await assert.rejects(
    decide(state.db, { actor: 'rita', id, decision: 'accept', seen: item.wordHash }),
    { code: 'text_held_back' },
  )
})

test('what became of it is one document too, with what is broken in it', async () => {
  const [fresh, other] = ['km_dddddddddddd', 'km_eeeeeeeeeeee'] as const
  const items = { [fresh]: item('Stock of the depot is counted on Mondays alone.') }
  const votes = { cyd: { [fresh]: 1, km_ffffffffffff: -1 } }
  const folder = await folderWith('json', { 'knowledge.json': { items }, 'votes.json': votes })
  const told = async (...args: readonly string[]) => {
    const { code, out } = await state.run('memory', ...args, '--format', 'json')
    return [code, JSON.parse(out)] as const
  }
  const counts = { orphaned: 1, heldBack: [], shortened: [], strangers: [], broken: [] }
  assert.deepEqual(await told('import', folder), [0, { items: 1, votes: 1, known: 0, ...counts }])
  assert.deepEqual(await told('import', folder), [0, { items: 0, votes: 0, known: 1, ...counts }])
  const partly = await folderWith('json-partly', {
    'knowledge.json': { items: { [other]: item('Boxes are sealed by the shop alone.'), km_x: {} } },
  })
  const [code, { items: taken, broken }] = await told('import', partly)
  assert.deepEqual([code, taken, broken.map(({ key }: { key: string }) => key)], [1, 1, ['km_x']])
  for (const action of ['import', 'restore']) {
    const [failed, { error, code: reason }] = await told(action, join(state.folder, 'nowhere'))
    assert.deepEqual([failed, typeof reason], [1, 'string'])
    assert.match(error, /nowhere/)
  }
  const before = (await itemsNow()).length
  const [done, { items: back, saved }] = await told('restore', await backUp(state.db, state.folder))
  assert.deepEqual([done, back], [0, before])
  assert.equal((await stat(saved)).mode & 0o777, 0o600)
})
