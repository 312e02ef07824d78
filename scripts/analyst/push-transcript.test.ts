import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { pushTranscript, type PushRecord } from './push-transcript.ts'
import type { Pushed, SessionServer } from './session-server.ts'

type Push = SessionServer['push']

/** A file, and a server that answers as told and keeps what it was sent. */
async function place(t: TestContext, text: string | Buffer, answer?: Push) {
  const folder = await mkdtemp(join(tmpdir(), 'push-'))
  t.after(() => rm(folder, { recursive: true }))
  const file = join(folder, 'session.jsonl')
  await writeFile(file, text)
  const sent: { offset: number; text: string }[] = []
  const push: Push = async (path, offset, bytes) => {
    assert.ok(sent.length < 20, 'it does not end')
    assert.equal(path, 'project/session.jsonl')
    sent.push({ offset, text: bytes.toString() })
    return answer ? answer(path, offset, bytes) : { done: offset + bytes.length }
  }
  const run = (before?: PushRecord) =>
    pushTranscript({ push } as SessionServer, file, 'project/session.jsonl', before)
  const write = (more: string) => writeFile(file, more)
  return { sent, run, write, file }
}

test('whole lines are sent, and what is no whole line yet waits', async (t) => {
  for (const [text, expected] of [
    ['', []],
    ['half', []],
    ['\n', ['\n']],
    ['one\n', ['one\n']],
    ['one\ntwo\nhal', ['one\ntwo\n']],
    ['wörd 漢\n😀', ['wörd 漢\n']],
    ['a\r\nb\u2028c\n', ['a\r\nb\u2028c\n']],
    ['{"a":1}\n{"b":', ['{"a":1}\n']],
    ['{"a":1}\n7', ['{"a":1}\n']],
  ] as const) {
    const { sent, run } = await place(t, text)
    const pushed = await run()
    assert.deepEqual(
      sent.map((one) => one.text),
      expected,
    )
    assert.notEqual(pushed, 'left-out')
    const { done } = pushed as PushRecord
    assert.equal(done, Buffer.byteLength(expected.join('')))
  }
})

test('the last record of a session stayed behind when its line had no end: it is sent, and its end when that comes', async (t) => {
  const { sent, run, write } = await place(t, '{"a":1}\n{"b":"😀"}')
  const first = (await run()) as PushRecord
  assert.equal(sent.map(({ text }) => text).join(''), '{"a":1}\n{"b":"😀"}')
  assert.equal((await run(first)) === 'left-out', false)
  assert.equal(sent.length, 2, 'nothing is new')
  await write('{"a":1}\n{"b":"😀"}\n{"c":3}\n')
  await run(first)
  assert.deepEqual(sent.at(-1), { offset: first.done, text: '\n{"c":3}\n' })
})

test('what grew is sent from where it ended; what was written anew, from its beginning', async (t) => {
  const { sent, run, write } = await place(t, 'one\n')
  const first = (await run()) as PushRecord
  await write('one\ntwo\n')
  const second = (await run(first)) as PushRecord
  assert.deepEqual(sent.at(-1), { offset: 4, text: 'two\n' })
  await run(second)
  assert.equal(sent.length, 2, 'nothing is new')
  await write('ONE\ntwo\nthree\n')
  await run(second)
  assert.deepEqual(sent.at(-1), { offset: 0, text: 'ONE\ntwo\nthree\n' })
  await write('one\n')
  await run(second)
  assert.deepEqual(sent.at(-1), { offset: 0, text: 'one\n' }, 'what became shorter too')
})

test('more than the server takes at once is sent in pieces that end with a line', async (t) => {
  const line = `${'x'.repeat(999_999)}\n`
  const { sent, run, file } = await place(t, line.repeat(40))
  const { done } = (await run()) as PushRecord
  assert.equal(done, 40_000_000, file)
  assert.ok(sent.length >= 3)
  assert.ok(sent.every(({ text }) => text.endsWith('\n') && text.length <= 16 * 1024 * 1024))
  assert.equal(
    sent.reduce((sum, { text }) => sum + text.length, 0),
    done,
  )
  let at = 0
  for (const { offset, text } of sent) {
    assert.equal(offset, at)
    at += text.length
  }
})

test('a line that no server takes is told with its place, after all that stands before it', async (t) => {
  const { sent, run } = await place(
    t,
    Buffer.concat([Buffer.from('one\n'), Buffer.alloc(17_000_000, 'x')]),
  )
  await assert.rejects(run(), { code: 'line_too_long', message: /at byte 4 / })
  assert.deepEqual(sent, [{ offset: 0, text: 'one\n' }])
})

test('a server that has another end is followed there, or sent all of it', async (t) => {
  const text = 'one\ntwo\nthree\n'
  const head = async (done: number) => {
    const { run } = await place(t, text.slice(0, done))
    return (await run()) as PushRecord
  }
  for (const [has, offsets] of [
    [4, [8, 4]],
    [0, [8, 0]],
    // It has more than we ever sent: from another machine, so nothing of it is ours to go on with.
    [99, [8, 0]],
    [NaN, [8, 0]],
    [-5, [8, 0]],
  ] as const) {
    const answer: Push = (_path, offset, bytes) =>
      Promise.resolve<Pushed>(offset === 8 ? { goOnAt: has } : { done: offset + bytes.length })
    const { sent, run } = await place(t, text, answer)
    const { done } = (await run(await head(8))) as PushRecord
    assert.deepEqual(
      sent.map(({ offset }) => offset),
      offsets,
      String(has),
    )
    assert.equal(done, text.length)
  }
})

// Each of these was sent again and again for as long as the process lived.
test('an answer that leads nowhere ends the push, and says so', async (t) => {
  const answers: Readonly<Record<string, Push>> = {
    'the beginning, asked for at the beginning': () => Promise.resolve({ goOnAt: 0 }),
    'another end, each time': (_path, offset) => Promise.resolve({ goOnAt: offset + 1 }),
    'taken, without an end': () => Promise.resolve({ done: 0 }),
    'taken, and there and back': (_path, offset, bytes) =>
      Promise.resolve(offset > 0 ? { goOnAt: 0 } : { done: bytes.length - 4 }),
    'no number': () => Promise.resolve({ done: NaN }),
  }
  for (const [name, answer] of Object.entries(answers)) {
    const { run } = await place(t, 'one\ntwo\n', answer)
    await assert.rejects(run(), { code: 'bad_offset' }, name)
  }
})

test('what its person left out is not sent further, and a failure is handed on', async (t) => {
  const { sent, run } = await place(t, 'one\n', () => Promise.resolve('left-out'))
  assert.equal(await run(), 'left-out')
  assert.equal(sent.length, 1)
  const broken = await place(t, 'one\n', () => Promise.reject(new Error('gone')))
  await assert.rejects(broken.run(), /gone/)
})
