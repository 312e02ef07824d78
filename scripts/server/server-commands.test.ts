import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '#core/errors.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { serverCommands } from './server-commands.ts'

const { ask, must } = serverCommands({})

test('a program is told its words as they are, and how it ended is known', async () => {
  const words = ['', 'two words', `it's "so"`, '$HOME', '; id', 'a\nb', '*']
  const script = 'printf "<%s>" "$@"; echo said >&2; exit 3'
  assert.deepEqual(await ask('sh', ['-c', script, 'sh', ...words]), {
    ...{ code: 3, err: 'said\n' },
    out: words.map((word) => `<${word}>`).join(''),
  })
})

test('letters of more than one byte are whole, wherever the output was cut', async () => {
  const text = '数据🚀ü'.repeat(40_000)
  assert.equal((await ask('cat', [], text)).out, text)
})

test('a program that does not want its input is no failure', async () => {
  const { code } = await ask('true', [], 'x'.repeat(10_000_000))
  assert.equal(code, 0)
})

test('one that is not there ends as in a shell, and says which it is', async () => {
  assert.deepEqual(await ask('no-such-program-here', []), {
    ...{ code: 127, out: '' },
    err: 'no-such-program-here is not installed',
  })
})

// It said that the program was missing, whichever it was.
test('a folder that is gone is named, and not the program that should run in it', async () => {
  let path = ''
  {
    await using folder = await temporaryFolder()
    path = folder.path
  }
  const gone = serverCommands({ cwd: path })
  const { code, err } = await gone.ask('true', [])
  assert.deepEqual([code, err], [127, `${path} is not there`])
})

test('what must end well and does not is told with its last words, or that there were none', async () => {
  await assert.rejects(
    must('sh', ['-c', 'for n in 1 2 3 4 5 6 7; do echo line $n >&2; done; exit 4']),
    (error: unknown) =>
      error instanceof AppError &&
      /ended with 4: line 3; line 4; line 5; line 6; line 7$/.test(error.message),
  )
  await assert.rejects(must('sh', ['-c', 'echo out; exit 1']), /ended with 1: out$/)
  await assert.rejects(must('false', []), /^AppError: false ended with 1: it said nothing$/)
})

test('Ctrl-C ends what runs', async () => {
  const stopping = new AbortController()
  const running = serverCommands({ signal: stopping.signal }).ask('sleep', ['600'])
  setImmediate(() => stopping.abort())
  await assert.rejects(running, { name: 'AbortError' })
})
