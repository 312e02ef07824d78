import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createPerson } from '#core/identity/people.ts'
import { createToken } from '#core/identity/tokens.ts'
import { csrfIn, FormBrowser } from '../../tests/peers/form-browser.ts'
import { openMemoryPortal, type MemoryPortal } from '../../tests/peers/memory-portal.ts'
import { testPassword } from '../../tests/peers/portal.ts'
import { noteSpent } from './curate/daily-budget.ts'
import { categories } from './extract/category.ts'

let opened: MemoryPortal
let ann: FormBrowser
let root: FormBrowser
const secret = ['AK', 'IAQYLPMN5HFIQR7XYA'].join('')
const notes = {
  ann: `- Revenue is net of refunds since the change of the ledger.\n- The key is ${secret} for now.`,
  'john.doe':
    '- <img src=x onerror=alert(1)> shows in the export of customers when a name is empty.',
}

before(async () => {
  opened = await openMemoryPortal()
  const { portal, memory } = opened
  await portal.addPerson('ann@acme.com')
  await portal.addPerson('root@acme.com', { admin: true })
  ann = new FormBrowser(portal.url)
  await ann.signIn('ann@acme.com', testPassword)
  root = new FormBrowser(portal.url)
  await root.signIn('root@acme.com', testPassword)
  await memory.collect(notes)
})
after(() => opened[Symbol.asyncDispose]())

const api = '/api/corporate-memory'
const json = async (browser: FormBrowser, path: string) =>
  JSON.parse((await browser.get(`${api}${path}`, { accept: 'application/json' })).text)

test('the list answers as clients of the original know it', async () => {
  const list = await json(ann, '/knowledge?search=revenue')
  const [item] = list.items
  assert.deepEqual(
    { ...list, items: list.items.length },
    { items: 1, total: 1, page: 0, per_page: 20, total_pages: 1 },
  )
  assert.deepEqual(
    [item.source_users, item.upvotes, item.downvotes, item.score, item.synced],
    [['ann'], 0, 0, 0, false],
  )
  assert.deepEqual(
    (await json(ann, '/knowledge')).items
      .flatMap((one: { source_users_display: object[] }) => one.source_users_display)
      .find((one: { username: string }) => one.username === 'john.doe'),
    {
      username: 'john.doe',
      name: 'John Doe',
      initials: 'JD',
    },
  )
})

test('bad paging input (of the original) is answered with a page, and never with an error', async () => {
  for (const query of [
    'per_page=0',
    'per_page=-5&page=-1',
    'page=x&sort=y&category=z',
    'per_page=1000&page=999',
  ]) {
    const list = await json(ann, `/knowledge?${query}`)
    assert.equal(list.total, 2, query)
    assert.ok(list.per_page >= 1 && list.per_page <= 100)
  }
})

test('filters for three of seven categories (of the original): all can be chosen, and a search begins at its first page', async () => {
  const { text } = await ann.get('/corporate-memory?page=3&search=revenue')
  const [form = ''] = /<form[^>]*role="search"[^]*?<\/form>/.exec(text) ?? []
  for (const category of categories) assert.ok(form.includes(`value="${category}"`), category)
  assert.ok(!form.includes('name="page"'))
  assert.match(text, /Revenue is net/, 'a page that is not there is the last one')
})

test('a vote needs the token of the session, and what it is for', async () => {
  const { items } = await json(ann, '/knowledge?search=revenue')
  const csrf = csrfIn((await ann.get('/corporate-memory')).text)
  const send = (body: object, token = csrf) =>
    fetch(`${opened.portal.url}${api}/vote`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-csrf-token': token,
        cookie: `session=${ann.cookie('session')}`,
      },
    })
  const item_id = items[0].id
  assert.equal((await send({ item_id, vote: 1 }, 'x')).status, 403)
  for (const bad of [
    {},
    { item_id },
    { item_id, vote: 2 },
    { item_id, vote: '1' },
    { item_id: 7, vote: 1 },
    { item_id: 'km_ffffffffffff', vote: 1 },
  ]) {
    assert.equal((await send(bad)).status, 400, JSON.stringify(bad))
  }
  const done = await send({ item_id, vote: 1 })
  assert.deepEqual([done.status, ((await done.json()) as { ok: boolean }).ok], [200, true])
  assert.deepEqual(await json(ann, '/my-votes'), { votes: { [item_id]: 1 } })
  assert.equal((await json(ann, '/knowledge?my_rules=true')).total, 1)
  const stats = await json(ann, '/stats')
  assert.deepEqual(
    [stats.knowledge_count, stats.contributors, stats.your_votes, stats.your_rules],
    [2, 2, 1, 1],
  )
  await send({ item_id, vote: 0 })
  assert.deepEqual(await json(ann, '/my-votes'), { votes: {} })
})

test('without a session programs get the 401 and people the login', async () => {
  const answer = await fetch(`${opened.portal.url}${api}/stats`)
  assert.equal(answer.status, 401)
  const page = await new FormBrowser(opened.portal.url).get('/corporate-memory')
  assert.equal(page.status, 303)
})

test('a reviewer accepts on the page, edits, and undoes; nobody else may', async () => {
  const { items } = await json(root, '/knowledge?search=revenue')
  const path = `/corporate-memory/${items[0].id}`
  const { text } = await ann.get(path)
  assert.ok(!text.includes('Write it better'))
  const fields = { seen: items[0].word_hash, decision: 'accept', back: path }
  assert.equal((await ann.submit(path, `${path}/decide`, fields)).status, 403)
  const accepted = await root.submit(path, `${path}/decide`, fields)
  assert.deepEqual([accepted.status, accepted.headers.get('location')], [303, path])
  assert.match((await ann.get(path)).text, /Accepted/)
  const edit = {
    version: String(items[0].version),
    title: 'Net revenue',
    content: 'Revenue is net.',
    category: 'business_logic',
    tags: 'revenue',
  }
  assert.equal((await root.submit(path, `${path}/edit`, edit)).status, 303)
  assert.equal((await root.submit(path, `${path}/edit`, edit)).status, 409)
  const undo =
    /action="(\/corporate-memory\/undo\/\d+)"/.exec((await root.get(path)).text)?.[1] ?? ''
  assert.equal((await root.submit(path, undo, { back: path })).headers.get('location'), path)
  assert.match((await root.get(path)).text, /since the change of the ledger/)
})

test('a form that is wrong is told in words, with the way back to its page', async () => {
  const { items } = await json(root, '/knowledge?search=revenue')
  const path = `/corporate-memory/${items[0].id}`
  const referer = `${opened.portal.url}${path}`
  const typed = { version: '1', title: 'x', content: ' ', category: 'workflow', tags: 'a b!' }
  const wrong = await root.submit(path, `${path}/edit`, typed, { referer })
  assert.equal(wrong.status, 400)
  assert.match(wrong.text, /the text must not be empty; a tag is one word of 2 to 30 letters</)
  assert.match(wrong.text, new RegExp(`href="${path}">Back to the page`))
  const elsewhere = { referer: 'https://evil.example/corporate-memory' }
  for (const fields of [{}, { vote: '5', seen: 'x' }]) {
    const vote = await ann.submit(path, `${path}/vote`, fields, elsewhere)
    assert.equal(vote.status, 400)
    assert.match(vote.text, /a vote is 1, -1 or 0[\s\S]*href="\/">Back to the start/)
  }
})

test('what was rejected is for reviewers and its author, and can be found again', async () => {
  const { items } = await json(root, '/knowledge?search=customers')
  const { id, title, word_hash: seen } = items[0]
  const path = `/corporate-memory/${id}`
  const back = '/corporate-memory?show=pending'
  const rejected = await root.submit(back, `${path}/decide`, { seen, decision: 'reject', back })
  assert.deepEqual([rejected.status, rejected.headers.get('location')], [303, back])
  const shows = async (browser: FormBrowser, query: string) =>
    (await browser.get(`/corporate-memory?show=${query}`)).text.includes(`href="${path}"`)
  assert.deepEqual(
    [await shows(root, 'rejected'), await shows(root, 'all'), await shows(ann, 'rejected')],
    [true, false, false],
  )
  assert.deepEqual([(await root.get(path)).status, (await ann.get(path)).status], [200, 404])
  assert.equal((await json(root, '/knowledge?show=rejected')).total, 0, title)
  const again = { seen, decision: 'accept', back: path }
  assert.equal((await root.submit(path, `${path}/decide`, again)).status, 303)
})

test('my rules are what my agent reads: all that is accepted but what I voted against', async () => {
  const rules = async (browser: FormBrowser) => {
    const { text } = await browser.get('/corporate-memory?show=rules')
    const own = /Your rules<\/dt>\s*<dd>(\d+)</.exec(text)?.[1]
    return [own, /role="status">(\d+) item/.exec(text)?.[1]]
  }
  assert.deepEqual(await rules(ann), ['2', '2'])
  const { items } = await json(ann, '/knowledge?search=customers')
  const path = `/corporate-memory/${items[0].id}`
  await ann.submit(path, `${path}/vote`, { vote: '-1', seen: items[0].word_hash })
  assert.deepEqual(
    [await rules(ann), await rules(root)],
    [
      ['1', '1'],
      ['2', '2'],
    ],
  )
})

test('a person takes back on the page what they wrote, nobody else reads it, and they say it again', async () => {
  const { memory } = opened
  const bob = new FormBrowser(opened.portal.url)
  await opened.portal.addPerson('bob@acme.com')
  await bob.signIn('bob@acme.com', testPassword)
  const { id } = await memory.item('Revenue')
  const path = `/corporate-memory/${id}`
  const mine = '/corporate-memory/mine'
  assert.equal((await bob.submit(path, `${path}/withdraw`)).status, 404)
  assert.equal((await ann.submit(path, `${path}/withdraw`)).headers.get('location'), mine)
  assert.deepEqual([(await bob.get(path)).status, (await ann.get(path)).status], [404, 200])
  assert.ok(!(await root.get(path)).text.includes('/corporate-memory/undo/'))
  assert.ok((await ann.get(mine)).text.includes(`${path}/say-again`))
  assert.equal((await ann.submit(mine, `${path}/say-again`)).status, 303)
  await memory.collect(notes)
  assert.equal((await bob.get(path)).status, 200)
  assert.ok(!(await ann.get(mine)).text.includes('Taken back'))
})

test('what was held back is shown to its owner alone, by line and kind', async () => {
  const own = await ann.get('/corporate-memory/mine')
  assert.match(own.text, /Line 2 looks like <strong>an AWS access key<\/strong>/)
  const other = await root.get('/corporate-memory/mine')
  assert.ok(!other.text.includes('AWS'))
  for (const path of ['', '/mine', '/statistics', '/widget']) {
    for (const browser of [ann, root]) {
      assert.ok(!(await browser.get(`/corporate-memory${path}`)).text.includes(secret))
    }
  }
})

test('what a model cost is shown by day, with its budget and whether it is used up', async () => {
  const statistics = async () => (await ann.get('/corporate-memory/statistics')).text
  assert.ok(!(await statistics()).includes('What asking a model cost'))
  await noteSpent(opened.memory.db, { input: 700, output: 200 })
  const some = await statistics()
  assert.match(some, /At most 1,000 tokens a day/)
  assert.ok(!some.includes('Used up'))
  await noteSpent(opened.memory.db, { input: 100, output: 50, failed: 'overloaded' })
  assert.match(await statistics(), /Used up[^]*>2<[^]*>1<[^]*>800<[^]*>250</)
})

test('every page shows notes as text, also hostile ones', async () => {
  for (const path of [
    '',
    '?search=customers',
    '?show=pending&sort=contributors',
    '/statistics',
    '/mine',
  ]) {
    const { status, text } = await root.get(`/corporate-memory${path}`)
    assert.equal(status, 200, path)
    assert.ok(!text.includes('<img'), path)
  }
  assert.match(
    (await ann.get('/corporate-memory?search=%3Cscript%3E')).text,
    /Nothing is like that/,
  )
  assert.match((await ann.get('/')).text, /Corporate memory/)
})

test('a machine fetches its owner’s rules with a token, and nothing without one', async () => {
  const { memory, url } = opened
  const person = await createPerson(memory.db, { email: 'machine@acme.com' })
  const { token } = await createToken(memory.db, { personId: person.id, name: 'laptop' })
  const ask = (headers: Record<string, string>) => fetch(`${url}${api}/rules`, { headers })
  assert.equal((await ask({})).status, 401)
  assert.equal((await ask({ authorization: 'Bearer ada_x' })).status, 401)
  const answer = (await (await ask({ authorization: `Bearer ${token}` })).json()) as {
    files: { name: string; text: string }[]
  }
  assert.deepEqual(
    answer.files.map(({ name }) => name.slice(0, 3)),
    ['km_', 'km_'],
  )
})
