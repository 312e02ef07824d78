import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { runJournal } from './run-journal.ts'

/** A journalctl that does what a shell script says, found before that of the system. */
async function journalctl(t: TestContext, script: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'journal-'))
  const { PATH } = process.env
  t.after(async () => {
    process.env['PATH'] = PATH
    await rm(folder, { recursive: true })
  })
  await writeFile(join(folder, 'journalctl'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  process.env['PATH'] = `${folder}:${PATH}`
}

const never = new AbortController().signal

test('every line arrives, the last one without its end too, and the arguments as they were given', async (t) => {
  await journalctl(t, `printf '%s\\n' "$@"; printf 'ö last'`)
  const lines: string[] = []
  await runJournal(['--unit', 'a b.service'], (line) => lines.push(line), never)
  assert.deepEqual(lines, ['--unit', 'a b.service', 'ö last'])
})

test('who follows and presses Ctrl-C has seen enough: that is no error, and nothing is left running', async (t) => {
  await journalctl(t, `echo $$; exec sleep 600`)
  const stopping = new AbortController()
  let pid = 0
  const take = (line: string) => {
    pid = Number(line)
    stopping.abort(new Error('interrupted'))
  }
  await runJournal(['--follow'], take, stopping.signal)
  const gone = () => {
    try {
      return !process.kill(pid, 0)
    } catch {
      return true
    }
  }
  while (!gone()) await new Promise((resolve) => setImmediate(resolve))
})

test('a journal that cannot be read is a failure with its exit code, as is one that is not there', async (t) => {
  await journalctl(t, 'exit 3')
  const read = () => runJournal([], () => undefined, never)
  await assert.rejects(read(), { code: 'command_failed', message: 'journalctl: ended with 3' })
  process.env['PATH'] = '/nowhere'
  await assert.rejects(read(), { code: 'command_failed', message: /ENOENT/ })
})

test('a reader who has seen enough, as head has, is no error', async (t) => {
  await journalctl(t, 'kill -PIPE $$')
  await runJournal([], () => undefined, never)
  await journalctl(t, 'kill -TERM $$')
  await assert.rejects(
    runJournal([], () => undefined, never),
    { message: 'journalctl: ended with SIGTERM' },
  )
})

test('a line that cannot be understood fails the command, and stops what was to be followed', async (t) => {
  await journalctl(t, `echo 'no JSON'; exec sleep 600`)
  const read = runJournal([], (line) => void JSON.parse(line), never)
  await assert.rejects(read, { code: 'command_failed', message: /not valid JSON/ })
})
