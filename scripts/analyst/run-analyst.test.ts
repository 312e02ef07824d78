import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { memoryIo } from '../../tests/peers/memory-io.ts'
import { verbNames } from './build.ts'
import { runAnalyst } from './run-analyst.ts'

async function run(...argv: string[]) {
  const io = memoryIo({ cwd: import.meta.dirname })
  const code = await runAnalyst(argv, io)
  await new Promise(setImmediate)
  return { code, out: io.out(), err: io.err() }
}

test('every file of verbs/ is a command that bears its name and explains itself', async () => {
  const files = await readdir(join(import.meta.dirname, 'verbs'))
  const names = await verbNames()
  assert.deepEqual(names, files.map((file) => file.replace(/\.ts$/, '')).sort())
  for (const name of names) {
    const { code, out } = await run(name, '--help')
    assert.equal(code, 0)
    assert.match(out, new RegExp(`Usage: analyst ${name}`))
    assert.match(out, /--dir DIR/)
  }
})

test('--help lists every command with what it does', async () => {
  const { code, out } = await run('--help')
  assert.equal(code, 0)
  for (const name of await verbNames()) assert.match(out, new RegExp(`^  ${name} +\\w`, 'm'))
})

test('without a command the help is shown and the exit code says that nothing was done', async () => {
  assert.equal((await run()).code, 2)
})

test('a mistyped command names the nearest one', async () => {
  const { code, err } = await run('quary')
  assert.equal(code, 2)
  assert.equal(err, 'error: there is no command “quary”\nremedy: Did you mean `analyst query`?\n')
})

test('in a folder that belongs to no server, what asks one says how it gets one', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'no-server-'))
  t.after(() => rm(dir, { recursive: true }))
  for (const argv of [['listen'], ['memory'], ['scripts', 'list'], ['sessions', 'list']]) {
    const { code, err } = await run(...argv, '--dir', dir)
    assert.equal(code, 2, argv.join(' '))
    assert.equal(
      err,
      `error: ${dir} belongs to no server yet\nremedy: Run \`analyst login --server URL\` first.\n`,
    )
  }
})

test('wrong arguments are exit code 2 with the place to look', async () => {
  for (const argv of [
    ['sync', '--sever', 'x'],
    ['status', 'surplus'],
    ['query'],
    ['query', 'a', 'b'],
    ['query', ' '],
    ['query', 'select 1', '--format', 'xml'],
    ['query', 'select 1', '--limit', 'many'],
    ['sync', '--server', 'ftp://x', '--dir', '/nowhere'],
    ['prune', '--keep', '0'],
    ['login'],
  ]) {
    const { code, err } = await run(...argv)
    assert.equal(code, 2, argv.join(' '))
    assert.match(err, /^error: /)
  }
})

test('a name that is a path is no command', async () => {
  for (const name of ['../run-analyst', './sync', 'verbs/sync', '__proto__']) {
    assert.equal((await run(name)).code, 2)
  }
})

test('help before a command or behind it is about that command', async () => {
  for (const words of [
    ['help', 'query'],
    ['--help', 'query'],
    ['query', '-h'],
    ['query', 'help'],
  ]) {
    const { code, out, err } = await run(...words)
    assert.deepEqual([code, err], [0, ''], words.join(' '))
    assert.match(out, /Usage: analyst query/)
  }
  assert.match((await run('help')).out, /^Commands:$/m)
  const { code, err } = await run('help', 'quary')
  assert.deepEqual([code, /Did you mean `analyst query`\?/.test(err)], [2, true], err)
})
