import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

/** A program that would write a file into its folder, run with these words. */
async function once(words: readonly string[], resets = '') {
  const cwd = await mkdtemp(join(tmpdir(), 'once-'))
  const code = `import { writeFileSync } from 'node:fs'
    const { runOnce } = await import('${import.meta.dirname}/run-once.ts')
    const facts = { summary: 'Counts what is there.', ${resets} }
    await runOnce(process.cwd(), async () => writeFileSync('run', ''), facts)`
  const args = ['--input-type=module', '-e', code, '--', ...words]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' })
  const left = await readdir(cwd)
  await rm(cwd, { recursive: true })
  return { code: status, out: stdout, err: stderr, left }
}

test('what is mistyped ends with one line that says what is wrong, and nothing is run or made', async () => {
  for (const [words, reason] of [
    [['--data', ''], /^--data is empty\.\n$/],
    [['--homes='], /^--homes is empty\.\n$/],
    [
      ['--homes', './no homes'],
      /^There is no folder \.\/no homes\. Name the folder .*--homes\.\n$/,
    ],
    [['--format', 'xml'], /^--format is json or text\.\n$/],
    [['--reset'], /^There is nothing here that --reset empties\.\n$/],
    [['--dry-runn'], /--dry-runn.* --help lists what there is\.\n$/s],
    [['now'], /now.* --help lists what there is\.\n$/s],
  ] as const) {
    const { code, out, err, left } = await once(['--once', ...words])
    assert.deepEqual([code, out, left], [1, '', []], `${words.join(' ')}: ${err}`)
    assert.match(err, reason)
  }
})

test('help is no run, and speaks of --reset only where there is something to empty', async () => {
  for (const [resets, named] of [
    ['', false],
    [`resets: 'the counts'`, true],
  ] as const) {
    const { code, out, err, left } = await once(['--once', '--help'], resets)
    assert.deepEqual([code, err, left], [0, '', []])
    assert.match(out, /^Counts what is there\.\n\nusage: main\.ts --once /)
    assert.equal(/--reset .*First empties the counts/.test(out), named)
  }
})
