import assert from 'node:assert/strict'
import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { fileStep } from './planned-file.ts'
import { serverCommands } from './server-commands.ts'
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

// A root whose umask closes everything made folders that no service could read.
test('what is made can be read by the services’ users, whatever the umask of the shell', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'etc/config/instance.yaml')
  const commands = serverCommands({})
  const usual = process.umask(0o077)
  try {
    await shown({}, async (plan) => {
      const step = await fileStep({ path, content: 'instance: {}\n' }, commands)
      await plan.run(step ? [step] : [])
    })
    assert.equal(process.umask(), 0o077, 'it is the shell’s own again')
    await shown({}, (plan) => plan.run([bad]))
    assert.equal(process.umask(), 0o077, 'also after a failure')
  } finally {
    process.umask(usual)
  }
  const modeOf = async (one: string) => ((await stat(one)).mode & 0o777).toString(8)
  assert.deepEqual([await modeOf(path), await modeOf(dirname(path))], ['644', '755'])
})
