import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { runAttached, SAID_ITSELF } from './run-attached.ts'

const MODULE = JSON.stringify(join(import.meta.dirname, 'run-attached.ts'))

/** What a script that is piped to a shell prints, which has \`cat\` run and then goes on. */
function script(options: string): { out: string; err: string } {
  const program = `import { runAttached } from ${MODULE}
    await runAttached('cat', [], { signal: new AbortController().signal${options} })`
  const { stdout, stderr } = spawnSync('bash', ['-s'], {
    input: `"$NODE" --input-type=module --eval "$PROGRAM"\necho went on\n`,
    env: { ...process.env, NODE: process.execPath, PROGRAM: program },
    encoding: 'utf8',
  })
  return { out: stdout, err: stderr }
}

test('what is run aside leaves the rest of a script that is piped to a shell to it', () => {
  assert.deepEqual(script(', aside: true'), { out: 'went on\n', err: '' })
})

test('what a person talks to has their input and output', () => {
  assert.deepEqual(script(''), { out: 'echo went on\n', err: '' })
})

test('what answers a command is asked nothing, and what it printed is told however it ends', async () => {
  assert.deepEqual(script(', answer: (text) => console.log(`[${text}]`)'), {
    ...{ out: '[]\nwent on\n', err: '' },
  })
  const { signal } = new AbortController()
  const told: string[] = []
  const answer = (text: string) => void told.push(text)
  await runAttached('sh', ['-c', 'echo one'], { signal, answer })
  const failing = runAttached('sh', ['-c', 'echo two; exit 3'], { signal, answer })
  await assert.rejects(failing, { code: SAID_ITSELF })
  assert.deepEqual(told, ['one\n', 'two\n'])
})

test('a program that does not end well, or is not there, fails the command', async () => {
  const run = (program: string, ...words: readonly string[]) =>
    runAttached(program, words, { signal: new AbortController().signal, aside: true })
  await assert.rejects(run('sh', '-c', 'exit 3'), { code: SAID_ITSELF })
  await assert.rejects(run('sh', '-c', 'kill -9 $$'), { code: SAID_ITSELF })
  await assert.rejects(run('/no/such/program'), { code: 'ENOENT' })
})

test('a program that is stopped fails with the reason for which it was', async () => {
  const reason = new Error('enough')
  const stopping = new AbortController()
  const running = runAttached('sleep', ['600'], { signal: stopping.signal, aside: true })
  stopping.abort(reason)
  await assert.rejects(running, reason)
})
