import assert from 'node:assert/strict'
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { createPerson } from '#core/identity/people.ts'
import { createToken } from '#core/identity/tokens.ts'
import { csrfIn, FormBrowser } from '../../../tests/peers/form-browser.ts'
import { openMemoryPortal, type MemoryPortal } from '../../../tests/peers/memory-portal.ts'
import { statementOf } from '../merge/statement.ts'
import { readNotes } from '../notes/read-notes.ts'

let opened: MemoryPortal
let ann: FormBrowser
let rita: FormBrowser
const notes = {
  ann: '- Revenue is net of refunds since the change of the ledger.\n- Campaign names hold the country behind the first dash.',
  bob: '- Revenue is net of refunds since the change of the ledger.\n- Campaign names hold the season behind the second dash.',
}

before(async () => {
  opened = await openMemoryPortal()
  ann = await opened.portal.signedIn('ann@acme.com')
  rita = await opened.portal.signedIn('rita@acme.com', { admin: true })
})
after(() => opened[Symbol.asyncDispose]())
beforeEach(async () => {
  await opened.memory.empty()
  await opened.memory.collect(notes)
})

const pathOf = async (words: string) => `/corporate-memory/${(await opened.memory.item(words)).id}`

test('only reviewers decide, edit, merge, split and undo, and only with the token of their session', async () => {
  const path = await pathOf('Revenue')
  const before = await opened.memory.items()
  for (const action of [`${path}/decide`, `${path}/edit`, `${path}/merge`, `${path}/split`]) {
    assert.equal((await ann.submit(path, action)).status, 403, action)
    assert.equal((await rita.post(action, { csrf: 'forged' })).status, 403, action)
    assert.equal((await rita.submit(path, action)).status, 400, `${action} without a word`)
  }
  const undo = '/corporate-memory/undo/1'
  assert.equal((await ann.submit(path, undo)).status, 403)
  for (const id of ['x', '-1', '1e300', '0']) {
    assert.equal((await rita.submit(path, `/corporate-memory/undo/${id}`)).status, 400, id)
  }
  assert.equal((await rita.submit(path, '/corporate-memory/undo/999999')).status, 404)
  assert.deepEqual(await opened.memory.items(), before)
})

test('a reviewer makes two items one, and splits what somebody says off again', async () => {
  const [first, second] = [await pathOf('country'), await pathOf('season')]
  const { text } = await rita.get(first)
  const into = /name="into" value="(km_[0-9a-f]+)"/.exec(text)?.[1] ?? ''
  assert.equal(`/corporate-memory/${into}`, second, 'what is alike is offered')
  const merged = await rita.submit(first, `${first}/merge`, { into })
  assert.deepEqual([merged.status, merged.headers.get('location')], [303, second])
  const gone = await rita.get(first)
  assert.match(gone.text, /Now part of another/)
  assert.ok(!gone.text.includes('Write it better'))

  const page = (await rita.get(second)).text
  const block = /name="username" value="ann" \/>\s*<input[^>]*name="block" value="([^"]+)"/.exec(
    page,
  )
  const fields = { username: 'ann', block: block?.[1] ?? '' }
  const split = await rita.submit(second, `${second}/split`, fields)
  assert.equal(split.status, 303)
  const own = split.headers.get('location') ?? ''
  assert.match((await rita.get(own)).text, /country behind the first dash/)
  assert.equal((await rita.submit(second, `${second}/split`, fields)).status, 404)
})

test('after a decision one returns to a page of the memory, and to no other place', async () => {
  const path = await pathOf('Revenue')
  const vote = async (back: string) => {
    const seen = statementOf((await opened.memory.item('Revenue')).content).wordHash
    const answer = await ann.submit(path, `${path}/vote`, { vote: '1', seen, back })
    assert.equal(answer.status, 303, back)
    return answer.headers.get('location')
  }
  const list = '/corporate-memory?search=net&tag=ledger&page=2'
  assert.equal(await vote(list), list)
  for (const back of [
    'https://evil.example/',
    '//evil.example',
    '/corporate-memoryx',
    '/admin',
    '',
    '\\evil',
    'javascript:alert(1)',
  ]) {
    assert.equal(await vote(back), '/corporate-memory', back)
  }
  assert.doesNotMatch((await vote('/corporate-memory?x\r\nset-cookie: a=b')) ?? '', /[\r\n]/)
})

test('clients of the original vote with a form too, and are told what is wrong with theirs', async () => {
  const { id } = await opened.memory.item('Revenue')
  const csrf = csrfIn((await ann.get('/corporate-memory')).text)
  const vote = (fields: Record<string, string>) =>
    ann.post('/api/corporate-memory/vote', { csrf, ...fields })
  assert.equal((await vote({ item_id: id, vote: '1' })).status, 200)
  for (const fields of [
    {},
    { item_id: id },
    { item_id: id, vote: '' },
    { item_id: id, vote: 'x' },
  ]) {
    const wrong = await vote(fields as Record<string, string>)
    assert.equal(wrong.status, 400, JSON.stringify(fields))
  }
  assert.equal((await vote({ item_id: id, vote: '-1', word_hash: 'of other words' })).status, 409)
  const answer = await ann.get('/api/corporate-memory/my-votes')
  assert.deepEqual(JSON.parse(answer.text), { votes: { [id]: 1 } })
})

test('a machine sends its owner’s note with a token for everything, whole, and into no link', async () => {
  const { memory, url, homesDir } = opened
  const { id: personId } = await createPerson(memory.db, { email: 'machine@acme.com' })
  const tokenOf = async (scope: 'data' | 'all') =>
    (await createToken(memory.db, { personId, name: 'laptop', scope })).token
  const token = await tokenOf('all')
  const send = (body: string | Buffer, bearer = token) =>
    fetch(`${url}/api/corporate-memory/note`, {
      method: 'PUT',
      body: body as BodyInit,
      headers: { authorization: `Bearer ${bearer}` },
    })
  assert.equal((await send('x', await tokenOf('data'))).status, 401)
  assert.equal((await send('- Revenue is net.\n')).status, 204)
  const home = join(homesDir, 'machine')
  const note = join(home, 'CLAUDE.local.md')
  assert.equal(await readFile(note, 'utf8'), '- Revenue is net.\n')
  assert.equal((await send(Buffer.alloc(1024 * 1024 + 1, 'x'))).status, 413)
  assert.equal(await readFile(note, 'utf8'), '- Revenue is net.\n')
  assert.equal((await send('')).status, 204)
  assert.deepEqual(await readdir(home), ['CLAUDE.local.md'], 'nothing is left beside it')

  const other = await createPerson(memory.db, { email: 'sly@acme.com' })
  const sly = await createToken(memory.db, { personId: other.id, name: 'x', scope: 'all' })
  await mkdir(join(homesDir, 'victim'))
  await symlink(join(homesDir, 'victim'), join(homesDir, 'sly'))
  const refused = await send('- evil', sly.token)
  assert.equal(refused.status, 403)
  assert.deepEqual(await readdir(join(homesDir, 'victim')), [])
})

test('a note that Windows had saved in UTF-16 was spoilt on its way from the machine: it arrives byte by byte', async () => {
  const { memory, url, homesDir } = opened
  const { id: personId } = await createPerson(memory.db, { email: 'windows@acme.com' })
  const { token } = await createToken(memory.db, { personId, name: 'laptop', scope: 'all' })
  const text = '- Umsätze sind ohne Rückgaben, seit das Hauptbuch geändert wurde.\r\n'
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  const headers = { authorization: `Bearer ${token}` }
  const sent = await fetch(`${url}/api/corporate-memory/note`, {
    method: 'PUT',
    body: bytes,
    headers,
  })
  assert.equal(sent.status, 204)
  assert.deepEqual(await readFile(join(homesDir, 'windows/CLAUDE.local.md')), bytes)
  const { notes: read } = await readNotes(homesDir, { people: ['windows'], passedOver: [] })
  assert.deepEqual(read, [{ username: 'windows', text }])
})

test('a note whose place is taken by a folder, or whose home is a file, is refused with a word for its person', async () => {
  const { memory, url, homesDir } = opened
  const send = async (name: string) => {
    const { id: personId } = await createPerson(memory.db, { email: `${name}@acme.com` })
    const { token } = await createToken(memory.db, { personId, name: 'laptop', scope: 'all' })
    const headers = { authorization: `Bearer ${token}` }
    const path = `${url}/api/corporate-memory/note`
    const answer = await fetch(path, { method: 'PUT', body: '- x', headers })
    return [answer.status, ((await answer.json()) as { code: string }).code]
  }
  await mkdir(join(homesDir, 'folder/CLAUDE.local.md'), { recursive: true })
  await writeFile(join(homesDir, 'file'), '')
  await symlink(join(homesDir, 'nowhere'), join(homesDir, 'dangling'))
  for (const name of ['folder', 'file', 'dangling']) {
    assert.deepEqual(await send(name), [403, 'home_not_writable'], name)
  }
  assert.deepEqual(await readdir(join(homesDir, 'folder')), ['CLAUDE.local.md'], 'nothing is left')
})
