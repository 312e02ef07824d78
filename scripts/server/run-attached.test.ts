import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'

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
