import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutboxMail } from '#core/mail/outbox.ts'
import { auditCsv, auditCsvHeader } from './audit-csv.ts'
import { auditQueryText, auditSearch, readAuditQuery } from './audit-query.ts'
import { groupPage } from './group-page.ts'
import { outboxPage } from './outbox-page.ts'
import { peoplePage } from './people-page.ts'
import { personPage, type PersonFacts } from './person-page.ts'
import { tablePage } from './table-page.ts'

const now = new Date('2026-11-23T12:00:00Z')
const ann = {
  id: '0a',
  email: 'ann@acme.com',
  username: 'ann',
  name: 'Ann',
  picture: null,
  suspended: false,
  barred: false,
  lastSignInAt: null,
  admin: false,
  groups: [],
}
const groupOf = (name: string) => ({ name, description: null, members: [], tables: [] })

/** The addresses that the forms of a page are sent to. */
const actions = (text: string) =>
  [...text.matchAll(/<form[^>]*method="post"[^>]*action="([^"]+)"/g)].map(([, to]) => to)

function person(over: Partial<PersonFacts>): string {
  const none = { sessions: [], tokens: [], reasons: [], groups: [] }
  return personPage({ person: ann, ...none, token: 'c', now, ...over }).body.text
}

test('who holds nothing is said to hold nothing, and is put only into groups that are left', () => {
  const text = person({
    groups: ['everyone', 'ops', 'sales'].map(groupOf),
    person: { ...ann, groups: ['ops'] },
  })
  assert.match(text, /No session and no token/)
  assert.match(text, /No table\./)
  const offered = [...text.matchAll(/<option>(\w+)<\/option>/g)].map(([, name]) => name)
  assert.deepEqual(offered, ['sales'])
  assert.doesNotMatch(person({ groups: [groupOf('everyone')] }), /<select/)
})

test('each state of a person offers the way out of it, and no other', () => {
  const state = (over: object) => {
    const text = person({ person: { ...ann, ...over } })
    const ways = actions(text).filter((to) => /suspend|resume/.test(to ?? ''))
    return [ways, /badge \w+">([^<]+)</.exec(text)?.[1], /Inviting it\s+again/.test(text)]
  }
  assert.deepEqual(state({}), [['/admin/people/0a/suspend'], 'active', false])
  assert.deepEqual(state({ suspended: true }), [['/admin/people/0a/resume'], 'suspended', false])
  assert.deepEqual(state({ barred: true }), [['/admin/people/0a/suspend'], 'not admitted', true])
})

test('why somebody sees a table is a sentence, whoever said so', () => {
  const reasons = [
    { group: 'everyone', pattern: 'shop/*', grantedBy: 'instance', memberBy: null },
    { group: 'ops', pattern: '*', grantedBy: 'command', memberBy: 'issuer' },
  ]
  const text = person({ reasons })
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ')
  assert.match(text, /shop\/\* is granted to everyone by instance\.yaml; everybody/)
  assert.match(text, /\* is granted to ops by an administrator; a member by the sign-in service/)
})

test('what instance.yaml gave to a group is shown with its origin, and cannot be taken back by a click', () => {
  const entry = (value: string, ...origins: string[]) => ({ value, origins })
  const facts = { name: 'ops', description: null, origin: 'instance' }
  const text = groupPage(
    {
      ...facts,
      members: [entry('ann@acme.com', 'instance'), entry('bob@acme.com', 'command', 'issuer')],
      tables: [entry('shop/*', 'instance'), entry('hr/pay', 'command')],
    },
    'c',
  ).body.text
  const taken = [...text.matchAll(/aria-label="Take back ([^"]+)"/g)].map(([, value]) => value)
  assert.deepEqual(taken, ['bob@acme.com', 'hr/pay'])
  assert.match(text, /bob@acme\.com\s+<span class="muted small"\s*>by the sign-in service</)
  assert.ok(!actions(text).includes('/admin/groups/ops/remove'))
  assert.match(text, /stands in <code>instance\.yaml<\/code>/)
})

test('a group of ours can be removed; everyone has no members to change; nothing is said to be nothing', () => {
  const bare = { description: null, members: [], tables: [] }
  const own = groupPage({ ...bare, name: 'ops', origin: 'command' }, 'c').body.text
  assert.ok(actions(own).includes('/admin/groups/ops/remove'))
  assert.match(own, /Nobody yet\.[\s\S]*No table is granted\./)
  const everyone = groupPage({ ...bare, name: 'everyone', origin: 'built-in' }, 'c').body.text
  assert.deepEqual(actions(everyone), ['/admin/groups/everyone/grant'])
})

test('a table that nobody may see says so, with the way to the groups', () => {
  assert.match(
    tablePage('hr/pay', []).body.text,
    /Nobody[\s\S]*hr\/pay[\s\S]*href="\/admin\/groups"/,
  )
})

test('a search that finds nobody shows what was searched for, as text, and the way back', () => {
  const found = (q: string) => peoplePage({ people: [], q, token: 'c', now }).body.text
  assert.match(found('<b>'), /has “&lt;b&gt;”[\s\S]*href="\/admin\/people">Show all/)
  assert.doesNotMatch(found(''), /Show all/)
})

const mail: OutboxMail = {
  id: 7,
  recipient: 'ann@acme.com',
  subject: 'Hello',
  body: 'a link of one person',
  createdAt: now,
  sentAt: null,
  failedAt: null,
  attempts: 0,
  nextTryAt: now,
  lastError: null,
}

test('a message says whether it waits, is tried again, was given up or sent, and only what failed is sent anew', () => {
  const shown = (over: Partial<OutboxMail>) => {
    const { text } = outboxPage({
      mails: [{ ...mail, ...over }],
      delivers: true,
      token: 'c',
      now,
    }).body
    return [/badge \w+">([^<]+)</.exec(text)?.[1], actions(text).length]
  }
  const lastError = 'no such user'
  assert.deepEqual(shown({}), ['waits', 0])
  assert.deepEqual(shown({ attempts: 2, lastError }), ['is tried again', 1])
  assert.deepEqual(shown({ attempts: 9, lastError, failedAt: now }), ['given up', 1])
  assert.deepEqual(shown({ attempts: 3, lastError, sentAt: now }), ['sent', 0])
})

test('the words of a message are read only where no server delivers: else its link is for one person alone', () => {
  const text = (delivers: boolean) =>
    outboxPage({ mails: [mail], delivers, token: 'c', now }).body.text
  assert.match(text(false), /No mail server is set up[\s\S]*a link of one person/)
  assert.doesNotMatch(text(true), /a link of one person|No mail server/)
  assert.match(
    outboxPage({ mails: [], delivers: true, token: 'c', now }).body.text,
    /Nothing was sent/,
  )
})

const asked = (query: string) => readAuditQuery(new URLSearchParams(query))

test('the log is searched to the end of the last day, and a question that is none asks for all', () => {
  const { from, until } = auditSearch(asked('from=2026-02-28&until=2026-02-28'), 5)
  assert.deepEqual(
    [from?.toISOString(), until?.toISOString()],
    ['2026-02-28T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
  )
  for (const query of [
    'from=2026-02-30&until=soon',
    'before=0',
    'before=-1',
    'before=1.5',
    'actor=+&action=',
  ]) {
    const { limit, ...rest } = auditSearch(asked(query), 5)
    const wanted = Object.values(rest).filter((value) => value !== undefined)
    assert.deepEqual([limit, wanted], [5, []], query)
  }
})

test('the address of a search asks the same again, whatever was typed', () => {
  const query = asked(
    `actor=${encodeURIComponent('a&b=c')}&from=2026-01-02&until=2026-01-03&before=9`,
  )
  assert.deepEqual(asked(auditQueryText(query)), query)
})

test('an export has its columns named, a row a line, and no cell that a spreadsheet would run', () => {
  const entry = {
    id: 1,
    at: now,
    actor: 'a"b',
    action: 'x',
    subject: 's',
    detail: { n: 1 },
    address: null,
  }
  const csv = (subject: string) => auditCsvHeader + auditCsv([{ ...entry, subject }])
  assert.equal(
    csv('s,\n'),
    '"id","at","actor","action","subject","detail","address"\r\n' +
      `"1","2026-11-23T12:00:00.000Z","a""b","x","s,\n","{""n"":1}",""\r\n`,
  )
  for (const start of ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
    assert.ok(csv(`${start}1`).includes(`,"'${start}1",`), JSON.stringify(start))
  }
})
