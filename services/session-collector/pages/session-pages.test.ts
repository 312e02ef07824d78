import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Html } from '#core/html.ts'
import { activityOf } from '../analytics/activity-of.ts'
import { adoptionOf } from '../analytics/adoption-of.ts'
import { overTime } from '../analytics/over-time.ts'
import type { StoredSession } from '../analytics/save-sessions.ts'
import { noTokens, sessionFigures, type SessionFigures } from '../analytics/session-figures.ts'
import { emptyAnalysis } from '../transcript/file-analysis.ts'
import { activityPage } from './activity-page.ts'
import { groupsTable } from './figures-table.ts'
import { overTimeCard } from './over-time-chart.ts'
import { sessionFacts } from './session-facts.ts'
import type { Kept } from './kept-card.ts'
import { deletePage, sessionPage } from './session-page.ts'
import { sessionTable } from './session-table.ts'
import { sessionsPage } from './sessions-page.ts'

const now = new Date('2026-03-04T12:00:00Z')

function session(id: string, over: Partial<SessionFigures> = {}, more = {}): StoredSession {
  const figures = { ...sessionFigures(emptyAnalysis(), []), ...over }
  return { username: 'ann', id, private: false, figures, ...more }
}

/** A name that would be something else than text wherever it is not escaped. */
const hostile = `"><img src=x onerror='a()'>&amp;${'${x}'}/../?a=b#c`

const hostileSession = session(
  hostile,
  {
    title: hostile,
    project: hostile,
    start: '2026-03-03T10:00:00.000Z',
    tools: { [hostile]: 2 },
    errors: { [hostile]: 1 },
    models: { [hostile]: { ...noTokens(), output: 5, unpriced: true } },
    days: { '2026-03-03': { [hostile]: { ...noTokens(), output: 5, unpriced: true } } },
  },
  { username: hostile },
)

const chartPlace = { path: '/sessions/team', team: true, project: undefined }

/** The begin of a list of one page. */
const place = { from: 0, pathOf: (from: number) => `/list?from=${from}` }
const places = { people: place, projects: place }

const kept = { bytes: 0, quotaBytes: 5e9, refusals: [], moreRefusals: 0 }

/** A text of which nothing is there. */
const unread = { lines: [], more: 0, from: 0, redacted: true } as const

const pages: Readonly<Record<string, () => Html>> = {
  'one’s sessions': () =>
    sessionsPage({
      sessions: [hostileSession],
      leftOut: [`${hostile}2`],
      kept: { ...kept, refusals: [{ origin: 'push', path: hostile, reason: hostile }] },
      admin: true,
      csrf: hostile,
      now,
      from: 0,
    }),
  'a session': () =>
    sessionPage({
      session: hostileSession,
      lines: [{ who: 'user', subagent: true, time: hostile, text: hostile }],
      more: 3,
      from: 3,
      redacted: false,
      own: true,
      csrf: hostile,
    }),
  'a session of another person': () =>
    sessionPage({ ...unread, session: hostileSession, own: false, csrf: hostile }),
  'the question before a deletion': () => deletePage(hostileSession, hostile),
  'the activity of the team': () =>
    activityPage({
      ...{ title: 'Activity', path: '/sessions/team', team: true, admin: true, project: hostile },
      activity: activityOf([hostileSession]),
      adoption: adoptionOf([hostileSession], 3, now),
      chart: overTime([hostileSession], 'turns', 'project', now),
      places,
      more: sessionTable([hostileSession], { now, own: false, place }),
    }),
  'the model in a chart': () =>
    overTimeCard(overTime([hostileSession], 'tokens', 'model', now), chartPlace),
}
for (const [what, page] of Object.entries(pages))
  test(`names and texts of others are text on the page of ${what}`, () => {
    const { text } = page()
    assert.doesNotMatch(text, /<img|onerror='/)
    // Every quoted value ends where its quote does, and is followed by what may follow it.
    for (const [, after = ''] of text.matchAll(/="[^"]*"(.)/gs)) assert.match(after, /[\s/>]/)
    if (what !== 'a session of another person')
      assert.match(text, /&lt;img src=x onerror=&#39;a\(\)&#39;&gt;/)
  })

test('an id or a username in an address leads to itself and nowhere else', () => {
  for (const page of [pages['one’s sessions'], pages['a session']]) {
    const { text = '' } = page?.() ?? {}
    const paths = [...text.matchAll(/(?:href|action)="(\/sessions\/of\/[^"]*)"/g)].map(
      ([, path]) => path ?? '',
    )
    assert.ok(paths.length > 0)
    for (const path of paths) {
      const { pathname, search, hash } = new URL(path.replaceAll('&#39;', "'"), 'http://portal')
      const [, , , username = '', id = ''] = pathname.split('/')
      assert.match(search + hash, /^(?:\?(?:as=administrators|from=\d+))?$/)
      assert.deepEqual([decodeURIComponent(username), decodeURIComponent(id)], [hostile, hostile])
    }
  }
})

test('whoever is not the person of a session is offered nothing that changes it', () => {
  const page = (own: boolean) =>
    sessionPage({ ...unread, session: session('s'), own, csrf: 'secret-of-the-form' }).text
  assert.match(
    page(true),
    /action="\/sessions\/of\/ann\/s\/private"[^]*href="\/sessions\/of\/ann\/s\/delete"/,
  )
  assert.doesNotMatch(page(false), /<form|secret-of-the-form|delete/)
  assert.match(page(false), /Secrets and personal data .* are cut out/)
})

test('a session is made private or visible by its button, and is named as it is', () => {
  const page = (isPrivate: boolean) =>
    sessionPage({
      ...{ ...unread, redacted: false, more: 1 },
      session: session('s', {}, { private: isPrivate }),
      own: true,
      csrf: '',
    }).text
  assert.match(page(false), /value="yes"[^]*Mark as private[^]*from=0">Later/)
  assert.match(page(true), /badge">private[^]*value="no"[^]*Make visible/)
})

test('its person could not see what others see of a session: they can, and what is missing there is explained', () => {
  const page = (redacted: boolean, isPrivate: boolean, own = true) =>
    sessionPage({
      ...{ ...unread, redacted, more: 1, csrf: '', own },
      session: session('s', {}, { private: isPrivate }),
    }).text
  assert.match(page(false, false), /href="\/sessions\/of\/ann\/s\?as=administrators"/)
  assert.match(page(true, false), /href="\/sessions\/of\/ann\/s"[^]*made with the next collection/)
  assert.match(page(true, false), /as=administrators&amp;from=0"|as=administrators&from=0"/)
  assert.match(page(true, true), /It is private/)
  assert.doesNotMatch(page(true, false, false), /as=administrators/)
})

test('all that is known of a session is told, and nothing of what never was', () => {
  const figures = {
    ...{
      wallMs: 7_200_000,
      denials: 3,
      apiErrors: 4,
      compactions: 5,
      interrupts: 6,
      unfinished: 7,
    },
    ...{ branches: ['main'], pullRequests: ['https://git/1'], mcpServers: { jira: 8 } },
    models: { m: { ...noTokens(), input: 1, cacheRead: 9, output: 11, costUsd: 2 } },
  }
  const textOf = (over: Partial<SessionFigures>) =>
    sessionFacts(session('s', over).figures).text.replace(/\s+/g, ' ')
  assert.match(textOf(figures), /Duration<\/dt> <dd>2 h 0 min</)
  for (const said of [
    'Denials</dt> <dd>3',
    'API</dt> <dd>4',
    'Compactions</dt> <dd>5',
    'main<',
    '/1<',
    'jira 8',
    'm: 10 in, 11 out, $2.00',
  ])
    assert.ok(textOf(figures).includes(said), said)
  assert.doesNotMatch(textOf({}), /Denials|Compactions|Branches|Models/)
})

test('sessions and people that one page has no room for were nowhere: page by page all of them are', () => {
  const sessions = Array.from({ length: 450 }, (_, n) =>
    session(`s${n}`, {}, { username: `p${n}` }),
  )
  const own = (from: number) =>
    sessionsPage({ sessions, leftOut: [], kept, admin: false, csrf: '', now, from }).text
  const people = (from: number) =>
    groupsTable(activityOf(sessions).people, {
      ...{ title: 'People', head: 'Person', pathOf: String, place: { ...place, from } },
    }).text
  for (const [page, size] of [
    [own, 200],
    [people, 50],
  ] as const) {
    const seen = new Set<string>()
    for (let from = 0; from < sessions.length; from += size) {
      const rows = page(from).match(/<th scope="row">.*?<\/a>/gs) ?? []
      assert.equal(rows.length, Math.min(size, sessions.length - from))
      for (const row of rows) seen.add(row)
      assert.equal(page(from).includes(`from=${from + size}"`), from + size < sessions.length)
      assert.equal(page(from).includes(`from=${from - size}"`), from > 0)
    }
    assert.equal(seen.size, sessions.length)
  }
  assert.match(own(400), /<h2>450 sessions<\/h2>[^]*401 to 450 of 450[^]*from=200">Newer/)
  assert.equal(own(9999), own(400), 'of a list that is shorter by now the end')
})

test('a long result of a tool is folded, and a short one is not', () => {
  const page = (text: string) =>
    sessionPage({
      ...{ ...unread, redacted: false, session: session('s'), own: true, csrf: '' },
      lines: [{ who: 'result', subagent: false, time: undefined, text }],
    }).text
  assert.match(page('ok'), /Result[^]*<p class="pre">ok</)
  assert.doesNotMatch(page('ok'), /<details class="more">\s*<summary>1 line/)
  assert.match(page('x\n'.repeat(300)), /<summary>300 lines<[^]*<p class="pre">x/)
})

test('a project could not be left out before it was collected: each folder can be named, also without a session', () => {
  const page = (leftOut: readonly string[]) =>
    sessionsPage({ sessions: [], leftOut, kept, admin: false, csrf: '', now, from: 0 }).text
  assert.match(page([]), /Nothing was collected yet[^]*analyst sessions push/)
  assert.match(page([]), /All projects are collected[^]*<input\s+id="leave-out"\s+name="project"/)
  assert.doesNotMatch(page([]), /The team/)
  assert.match(page(['/shop']), /Collect again<span class="visually-hidden"> \/shop/)
})

test('a project is offered once, sorted, and not when it is left out already', () => {
  const projects = ['/b', '/a', '/b', '/c', null]
  const { text } = sessionsPage({
    sessions: projects.map((project, n) => session(`s${n}`, { project })),
    ...{ leftOut: ['/c'], kept, admin: false, csrf: '', now, from: 0 },
  })
  const offered = [...text.matchAll(/<option value="([^"]*)">/g)].map(([, value]) => value)
  assert.deepEqual(offered, ['/a', '/b'])
})

test('what was not taken of a person was in the log of the service alone: they see it with the reason, and their quota', () => {
  const page = (over: Partial<Kept>) =>
    sessionsPage({
      sessions: [],
      ...{ leftOut: [], kept: { ...kept, ...over }, admin: false, csrf: '', now, from: 0 },
    }).text.replace(/\s+/g, ' ')
  assert.doesNotMatch(page({}), /did not take|Nothing more is taken/)
  const refusals = [{ origin: 'sessions', path: 'a b.jsonl', reason: 'it is a link' }] as const
  assert.match(page({ refusals }), /did not take:.*user\/sessions\/a b\.jsonl.*it is a link/)
  assert.doesNotMatch(page({ refusals }), /more file/)
  assert.match(page({ refusals, moreRefusals: 3 }), /And 3 more files\./)
  assert.match(
    page({ bytes: 2 ** 30, quotaBytes: 2 ** 30 }),
    /1,024 MB of the 1,024 MB.*Nothing more/,
  )
})

test('only administrators are led to the team, and only the team is split by person', () => {
  const pageOf = (team: boolean) =>
    activityPage({
      ...{ title: 'Activity', path: `/sessions/${team ? 'team' : 'activity'}`, project: undefined },
      ...{ team, admin: team, adoption: team ? adoptionOf([session('s')], 2, now) : undefined },
      activity: activityOf([session('s')]),
      chart: overTime([], 'active', 'nothing', now),
      places,
    }).text
  assert.doesNotMatch(pageOf(false), /\/sessions\/team|value="person"|Adoption/)
  assert.match(
    pageOf(true),
    /href="\/sessions\/team" aria-current="page"[^]*value="person"[^]*0 of 2 people/,
  )
  assert.match(pageOf(true), /href="\/sessions\/team\/ann"/)
})

test('a private session is in the list of a person for administrators, and leads nowhere', () => {
  const hidden = session('s', { title: null, project: null }, { private: true })
  const list = (own: boolean) => sessionTable([hidden], { now, own, place }).text
  assert.match(list(true), /href="\/sessions\/of\/ann\/s"/)
  assert.doesNotMatch(list(false), /href/)
  assert.match(list(false), /private/)
})
