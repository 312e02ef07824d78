import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunRecord, RunStatus } from '../runs/run-records.ts'
import { scriptName } from '../workspace/script-name.ts'
import { editorPage } from './editor-page.ts'
import { scriptPage } from './script-page.ts'
import { scriptsPage } from './scripts-page.ts'
import { scriptsWidget } from './scripts-widget.ts'

const now = new Date('2026-03-04T12:00:00Z')
const hostile = `"><img src=x onerror='a()'></textarea></pre>&amp;`

function run(over: Partial<RunRecord> = {}): RunRecord {
  return {
    ...{ id: 1, name: 'a.py', trigger: 'schedule', status: 'quiet' },
    ...{ startedAt: new Date(now.getTime() - 120_000), finishedAt: now },
    ...{ durationMs: 1234, exitCode: 0, stdout: null, stderr: null, error: null, remedy: null },
    ...over,
  }
}

const script = (name: string, lastRun?: RunRecord, over = {}) => ({
  ...{ name, schedule: '0 8 * * *', problems: [], paused: false, nextRunAt: undefined },
  ...{ lastRun, ...over },
})

const page = (runs: readonly RunRecord[], over = {}) =>
  scriptPage({
    name: 'a.py',
    source: '',
    schedule: 'manual',
    problems: [],
    runs,
    quiet: undefined,
    paused: false,
    csrf: 'c',
    now,
    ...over,
  }).text

const pages = {
  'a script': page([run({ stdout: hostile, stderr: hostile, error: hostile, remedy: hostile })], {
    source: hostile,
    schedule: hostile,
    problems: [hostile],
  }),
  'the editor': editorPage({ name: hostile, source: hostile, csrf: hostile }).text,
  'all scripts': scriptsPage(
    [script('a.py', run(), { problems: [hostile], schedule: hostile })],
    hostile,
    now,
  ).text,
}
for (const [what, text] of Object.entries(pages))
  test(`what a person wrote, and what a script printed, is text on the page of ${what}`, () => {
    assert.doesNotMatch(text, /<img|onerror='/)
    assert.match(
      text,
      /&lt;img src=x onerror=&#39;a\(\)&#39;&gt;&lt;\/textarea&gt;&lt;\/pre&gt;&amp;amp;/,
    )
    assert.equal(text.match(/<\/textarea>/g)?.length ?? 0, what === 'the editor' ? 1 : 0)
  })

test('a source stays in the editor as it was written, also when it begins with an empty line', () => {
  const source = '\n\n# a\n\tindented\n'
  const { text } = editorPage({ name: 'a.py', source, csrf: '', was: 'm' })
  const [, written = ''] = /<textarea[^>]*>([^]*)<\/textarea>/.exec(text) ?? []
  // Browsers leave out the first line end (HTML, 13.2.6.4.7).
  assert.equal(written.replace(/^\n/, ''), source)
})

test('the name of a script that is there cannot be changed, and a new one must be new', () => {
  const editor = (isNew: boolean) =>
    editorPage({ name: 'a.py', source: '', csrf: '', ...(!isNew && { was: 'm' }) }).text
  assert.match(editor(false), /readonly/)
  assert.doesNotMatch(editor(false), /name="new"/)
  assert.match(editor(true), /name="new" value="yes"/)
  assert.doesNotMatch(editor(true), /readonly/)
})

const statuses: Readonly<Record<RunStatus, string>> = {
  running: 'running',
  notified: 'told you',
  quiet: 'nothing to tell',
  cooldown: 'told before',
  failed: 'failed',
  interrupted: 'interrupted',
}
for (const [status, words] of Object.entries(statuses))
  test(`a run that is ${status} is shown as “${words}”`, () => {
    assert.match(
      page([run({ status: status as RunStatus })]),
      new RegExp(`badge \\w+">${words}</span>`),
    )
  })

test('a run shows its time, who began it, its error with the remedy, and its output where there is some', () => {
  const failed = page([
    run({ trigger: 'chat', error: 'no such table', remedy: 'Ask for it', stderr: 'Trace' }),
  ])
  assert.match(
    failed,
    /2 min ago[^]*by chat, 1\.2 s[^]*no such table[^]*Ask for it[^]*Output[^]*Trace/,
  )
  const quiet = page([run({ stdout: ' \n', stderr: '', durationMs: null })])
  assert.doesNotMatch(quiet, /Output|, \d/)
  assert.match(page([]), /It has not run yet/)
})

test('a script in its cooldown was due at a time at which nothing ran, without a word: its page tells how long', () => {
  const quiet = new Date('2026-03-04T18:30:00Z')
  const shown =
    /cooldown lasts until <time datetime="2026-03-04T18:30:00\.000Z">2026-03-04 18:30 UTC</
  assert.match(page([run()], { quiet, schedule: '*/5 * * * *' }), shown)
  for (const over of [{ quiet }, { schedule: '*/5 * * * *' }])
    assert.doesNotMatch(page([run()], over), /cooldown/)
})

test('a script that is paused can be resumed, one that runs by hand only cannot be paused', () => {
  const buttons = (text: string) =>
    [...text.matchAll(/scripts\/a\.py\/(pause|resume)"/g)].map(([, what]) => what)
  const quiet = new Date('2026-03-04T18:30:00Z')
  for (const [over, wanted] of [
    [{ schedule: '0 8 * * *' }, ['pause']],
    [{ schedule: '0 8 * * *', paused: true, quiet }, ['resume']],
    [{ schedule: 'manual' }, []],
    [{ schedule: 'manual', paused: true }, ['resume']],
  ] as const) {
    const one = page([], over)
    const all = scriptsPage([script('a.py', undefined, over)], 'c', now).text
    assert.deepEqual([buttons(one), buttons(all)], [wanted, wanted])
    for (const text of [one, all]) assert.equal(/paused/.test(text), 'paused' in over)
    assert.doesNotMatch(one, /cooldown/)
  }
})

test('the runs of a script that goes on ask for themselves again, and those that are over do not', () => {
  const asks = /hx-get="\/scripts\/a\.py" hx-trigger="every 2s"[^>]* hx-select="#runs"/
  assert.match(page([run({ status: 'running', finishedAt: null, durationMs: null }), run()]), asks)
  assert.doesNotMatch(page([run(), run({ status: 'interrupted' })]), /hx-get/)
})

test('the card of the dashboard tells how many scripts there are, the last run of all, and how many fail', () => {
  const at = (minutes: number) => ({ startedAt: new Date(now.getTime() - minutes * 60_000) })
  const { text } = scriptsWidget(
    [
      script('a.py', run(at(60))),
      script('b.py', run({ ...at(3), status: 'failed' })),
      script('c.py', run({ ...at(600), status: 'interrupted' })),
      script('d.py'),
      script('e.py', run({ ...at(900), status: 'failed' }), { paused: true }),
    ],
    now,
  )
  assert.match(
    text,
    /5 scripts<\/a\s*>, the last run <time[^>]*>3 min ago[^]*badge fail">1 script failing/,
  )
  assert.match(
    scriptsWidget([script('a.py')], now).text,
    /1 script<\/a\s*>\s*<\/p>[^]*None is failing/,
  )
  assert.match(scriptsWidget([], now).text, /You have no script yet/)
})

test('a list shows when each script runs next, and that one with a mistake has it', () => {
  const nextRunAt = new Date('2026-03-05T08:00:00Z')
  const { text } = scriptsPage(
    [
      script('a.py', undefined, { nextRunAt }),
      script('b.py', undefined, { problems: ['schedule: no'] }),
    ],
    'c',
    now,
  )
  assert.match(
    text,
    /a\.py<\/a>[^]*never[^]*2026-03-05 08:00 UTC[^]*b\.py<\/a>[^]*title="schedule: no"[^]*by hand/,
  )
  assert.match(scriptsPage([], 'c', now).text, /No script yet[^]*analyst scripts push/)
})

test('the editor takes the names that the folder takes, and no others', () => {
  const { text } = editorPage({ name: '', source: '', csrf: '' })
  const [, pattern = ''] = /pattern="([^"]*)"/.exec(text) ?? []
  // As browsers read it (HTML, 4.10.5.3.6).
  const taken = new RegExp(`^(?:${pattern})$`, 'v')
  for (const name of [
    ...['a.py', '_a.sql', '9.js', 'A-b_c.d.py', 'a..sql', 'a.py.js'],
    ...[
      '',
      '.py',
      '.a.py',
      '-a.py',
      'a.sh',
      'a.PY',
      'a.py.sh',
      'ä.py',
      'a b.py',
      'a/b.py',
      'a.py\n',
      'a|b.py',
    ],
  ])
    assert.equal(taken.test(name), scriptName.safeParse(name).success, JSON.stringify(name))
})
