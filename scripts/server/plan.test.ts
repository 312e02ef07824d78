import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from './step.ts'
import { withPlan, type Plan } from './plan.ts'

const good: Step = { does: 'create', what: 'a folder', apply: () => Promise.resolve() }
const bad: Step = {
  does: 'start',
  what: 'webapp',
  apply: () => Promise.reject(new Error('it did not start')),
}

/** What was printed, and how it ended. */
async function shown(
  values: Record<string, string | boolean>,
  work: (plan: Plan) => Promise<void>,
) {
  const [out, notes]: [string[], string[]] = [[], []]
  const context = {
    out: (line: string) => void out.push(line),
    note: (line: string) => void notes.push(line),
    signal: new AbortController().signal,
  }
  const ended = await withPlan({ positionals: [], values }, context, work).then(
    () => 'well',
    (error: unknown) => String(error),
  )
  return { out: out.join('\n'), notes: notes.join('\n'), ended }
}

test('steps that come to be known one after another are one JSON document, also when one fails', async () => {
  const { out, ended } = await shown({ format: 'json' }, async (plan) => {
    await plan.run([good])
    await plan.run([bad, good])
  })
  assert.equal(ended, 'Error: it did not start')
  assert.deepEqual(JSON.parse(out), {
    dryRun: false,
    steps: [
      { does: 'create', what: 'a folder', done: true },
      { does: 'start', what: 'webapp', done: false },
    ],
    error: 'it did not start',
  })
})

test('a dry run shows what would be done and does nothing', async () => {
  const { out, ended } = await shown({ 'dry-run': true }, (plan) => plan.run([good, bad]))
  assert.deepEqual([out, ended], ['would create a folder\nwould start webapp', 'well'])
})

test('where nothing is to be done, that is said', async () => {
  const { out, notes } = await shown({}, (plan) => plan.run([]))
  assert.deepEqual([out, notes], ['', 'Nothing is to be done.'])
  const json = await shown({ format: 'json' }, (plan) => plan.run([]))
  assert.deepEqual(JSON.parse(json.out), { dryRun: false, steps: [] })
})
