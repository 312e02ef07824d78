import assert from 'node:assert/strict'
import { test } from 'node:test'
import { finds, openFakeSandbox, says, type AskedRun } from '../../../tests/peers/script-sandbox.ts'
import { execute } from './execute.ts'
import { sandboxClient } from './sandbox-client.ts'

type Answer = (run: AskedRun) => Readonly<Record<string, unknown>>

/** What comes of a script in a sandbox that answers so, and what that was asked. */
async function executed(name: string, source: string, answer: Answer) {
  await using fake = await openFakeSandbox(answer)
  const tables = [{ id: 'shop/orders', dataset: 'shop', name: 'orders', files: ['a1'] }]
  const task = { id: '7', owner: 'ann', name, source, tables }
  const done = await execute(sandboxClient(fake.address), task, AbortSignal.timeout(60_000))
  return { ...done, asked: fake.asked }
}

const png = { type: 'image/png', base64: Buffer.from('\x89PNG').toString('base64') }
const sql = (chart: string) => `-- when: n > 1\n-- chart: ${chart}\nselect`
const rows = [{ day: 'Mon', n: 5 }]

/** A sandbox in which the query finds rows, and the chart ends like this. */
const drawing =
  (chart: Readonly<Record<string, unknown>>, found = rows): Answer =>
  ({ language }) =>
    language === 'sql' ? finds(found) : chart

test('a chart is drawn of what the query found, by a program that sees no table, and goes with the alert', async () => {
  const { output, image, error, asked } = await executed(
    'low.sql',
    sql('bar day n'),
    drawing({ image: png }),
  )
  assert.deepEqual([output?.notify, image?.type, error], [true, 'image/png', undefined])
  assert.deepEqual(image?.bytes, Buffer.from('\x89PNG'))
  assert.deepEqual(
    asked.map(({ language, fileName, owner, tables }) => [
      language,
      fileName,
      owner,
      tables.length,
    ]),
    [
      ['sql', 'low.sql', 'ann', 1],
      ['py', 'chart.py', 'ann', 0],
    ],
  )
})

for (const [what, chart, reason] of [
  ['without a picture', {}, /could not be drawn: $/],
  [
    'with a mistake',
    { status: 'failed', exitCode: 1, stderr: 'Trace\nTypeError: x\n' },
    /: TypeError: x$/,
  ],
  [
    'because there is no Python',
    { httpStatus: 503, code: 'no_python', detail: 'There is no Python here' },
    /could not be drawn: There is no Python here$/,
  ],
] as const)
  test(`an alert whose chart ended ${what} is told without it, with the reason`, async () => {
    const { output, image, error } = await executed('low.sql', sql('bar day n'), drawing(chart))
    assert.deepEqual([output?.notify, image], [true, undefined])
    assert.match(error ?? '', reason)
  })

test('a chart that is none of the result is a failure, also while there is nothing to tell', async () => {
  for (const found of [rows, [{ day: 'Mon', n: 0 }]]) {
    const { output, error, asked } = await executed(
      'low.sql',
      sql('bar day total'),
      drawing({}, found),
    )
    assert.deepEqual([output, asked.length], [undefined, 1])
    assert.match(error ?? '', /^chart: “bar day total” is not bar or line with two columns/)
  }
})

test('no chart is drawn for what nobody is told', async () => {
  const { output, asked } = await executed(
    'low.sql',
    sql('bar day n'),
    drawing({}, [{ day: 'Mon', n: 0 }]),
  )
  assert.deepEqual([output?.notify, asked.length], [false, 1])
})

for (const [what, stdout] of [
  ['nothing', ''],
  ['no JSON', 'Killed'],
  ['another JSON', '{"rows":[]}'],
] as const)
  test(`a query that prints ${what} is a failure with a reason, and no silence`, async () => {
    const { output, error } = await executed('a.sql', 'select 1', () => ({ stdout }))
    assert.equal(output, undefined)
    assert.ok((error ?? '').length > 0)
  })

for (const [what, answer, error] of [
  ['an exit code', { status: 'failed', exitCode: 3 }, 'it ended with 3'],
  ['a signal', { status: 'failed', exitCode: null }, 'it ended with a signal'],
  ['the time', { status: 'timeout', exitCode: null }, 'it took longer than a minute and was ended'],
  [
    'the memory',
    { status: 'out_of_memory', exitCode: 1 },
    'it needed more memory than a script may have',
  ],
  [
    'its folder',
    { status: 'too_much_written', exitCode: null },
    'it wrote more than 15 MB into its folder and was ended',
  ],
  [
    'its processes',
    { status: 'too_many_processes', exitCode: null },
    'it had more than 64 processes and threads, and was ended',
  ],
  [
    'a flood',
    { status: 'too_much_output', exitCode: null },
    'it printed more than 64 KiB and was ended',
  ],
  [
    'a warning after the error',
    { status: 'failed', exitCode: 1, stderr: 'ValueError: no region\nwarning: leaked\n' },
    'it ended with 1: ValueError: no region',
  ],
  [
    'a long complaint',
    { status: 'failed', exitCode: 1, stderr: 'y'.repeat(9000) },
    `it ended with 1: ${'y'.repeat(500)}`,
  ],
] as const)
  test(`a script that was ended by ${what} says so, with what it printed until then`, async () => {
    const done = await executed('a.py', '', () => ({ ...says({}), ...answer }))
    assert.deepEqual([done.error, done.output], [error, undefined])
    assert.match(done.stdout, /"notify":true/)
  })

test('a picture of a script goes with what it says, and with nothing that is a failure', async () => {
  const withImage = (more: object) =>
    executed('a.py', '', () => ({ ...says({}), image: png, ...more }))
  assert.equal((await withImage({})).image?.type, 'image/png')
  for (const more of [{ stdout: 'hello' }, { status: 'failed', exitCode: 1 }])
    assert.equal((await withImage(more)).image, undefined)
})

test('a picture that was not there, or was none, was left out without a word: the run says so, and the alert goes on', async () => {
  const said = (more: object) =>
    executed('a.py', '', () => says({ image_path: 'chart.png', ...more }))
  const { output, error, image } = await said({})
  assert.deepEqual([output?.notify, image], [true, undefined])
  assert.equal(
    error,
    'image_path: “chart.png” is no PNG or JPEG of at most 2 MB that lies in the folder of the run',
  )
  for (const more of [{ notify: false }, { image_path: null }, { image_path: '' }])
    assert.equal((await said(more)).error, undefined)
})

test('an answer of the sandbox that is none is an error of the sandbox', async () => {
  for (const answer of [
    { status: 'fine' },
    { exitCode: 'x' },
    { image: { type: 'text/html', base64: '' } },
  ])
    await assert.rejects(executed('a.py', '', () => answer))
})
