import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { WebSocketServer } from 'ws'
import { NotFound, Unavailable } from '#core/errors.ts'
import { listenLive, type LiveCursor } from './listen-live.ts'

/** In place of a text: the server ends the connection. */
const HANGS_UP = ''
/** The server is there no more, and nothing says so. */
const GOES_MUTE = 'mute'

/** A server that says these texts, one list for each connection, once somebody has signed in. */
async function serverThatSays(t: TestContext, ...connections: readonly (readonly string[])[]) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  t.after(() => server.close())
  const asked: unknown[] = []
  let count = 0
  server.on('connection', (socket) => {
    const texts = connections[Math.min(count++, connections.length - 1)] ?? []
    socket.once('message', (data) => {
      asked.push(JSON.parse(String(data)))
      for (const text of texts) {
        if (text === HANGS_UP) socket.close(1012)
        else if (text === GOES_MUTE) socket.pause()
        else socket.send(text)
      }
    })
  })
  const url = new URL(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return { asked, invite: () => Promise.resolve({ url, token: 'a token' }) }
}

const welcome = (epoch: string, head: number, gap = false) =>
  JSON.stringify({ type: 'auth_ok', epoch, head, gap })
const told = (seq: number) =>
  JSON.stringify({ type: 'notification', seq, title: `title ${seq}`, script: null })

/** Listens until `count` notifications came. */
async function listen(
  invite: Parameters<typeof listenLive>[0]['invite'],
  count: number,
  cursor?: LiveCursor,
  askEveryMs = 30_000,
) {
  const stopping = new AbortController()
  const heard: number[] = []
  const cursors: LiveCursor[] = []
  const notes: string[] = []
  await listenLive({
    ...{ invite, cursor, signal: stopping.signal, askEveryMs },
    onNotification({ seq }) {
      heard.push(seq)
      if (heard.length === count) stopping.abort()
    },
    onCursor: (next) => Promise.resolve(void cursors.push(next)),
    onNote: (line) => void notes.push(line),
  })
  return { heard, cursors, notes }
}

test('who listens for the first time hears what comes from now on, and where that ended is kept', async (t) => {
  const { asked, invite } = await serverThatSays(t, [welcome('e', 7), told(8), told(9)])
  const { heard, cursors } = await listen(invite, 2)
  assert.deepEqual(asked, [{ type: 'auth', token: 'a token', cursor: null }])
  assert.deepEqual(heard, [8, 9])
  assert.deepEqual(
    cursors.map(({ seq }) => seq),
    [7, 8, 9],
  )
})

test('what was missed is numbered from where it ended, and from nothing where numbers are given anew', async (t) => {
  const cursor = { epoch: 'e', seq: 5 }
  const same = await serverThatSays(t, [welcome('e', 7, true), told(6)])
  const went = await listen(same.invite, 1, cursor)
  assert.deepEqual(same.asked, [{ type: 'auth', token: 'a token', cursor }])
  assert.deepEqual(went.cursors, [cursor, { epoch: 'e', seq: 6 }])
  assert.match(went.notes.join(), /some older notifications are gone/)
  const restored = await serverThatSays(t, [welcome('f', 2), told(1)])
  const { cursors } = await listen(restored.invite, 1, cursor)
  assert.deepEqual(cursors, [
    { epoch: 'f', seq: 0 },
    { epoch: 'f', seq: 1 },
  ])
})

for (const [what, text] of [
  ['no JSON', '<html>'],
  ['JSON without a type', '[]'],
  ['a welcome without numbers', '{"type": "auth_ok"}'],
  ['a notification without its number', '{"type": "notification", "title": "x"}'],
] as const) {
  test(`${what} from a server ends the connection with the reason, and the next one goes on`, async (t) => {
    const { invite } = await serverThatSays(t, [text], [welcome('e', 0), told(1)])
    const { heard, notes } = await listen(invite, 1)
    assert.deepEqual(heard, [1])
    assert.match(notes[0] ?? '', /^not connected: what the server says is not understood: /)
  })
}

test('a connection that ends is said to have ended, and the next one goes on where it was', async (t) => {
  for (const [end, note] of [
    [HANGS_UP, 'the connection has ended; trying again'],
    [GOES_MUTE, 'not connected: the server does not answer any more; trying again'],
    ['<html>', /^not connected: what the server says is not understood: .*; trying again$/s],
  ] as const) {
    const { asked, invite } = await serverThatSays(
      t,
      [welcome('e', 7), told(8), end],
      [welcome('e', 8), told(9)],
    )
    const { heard, notes } = await listen(invite, 2, undefined, end === GOES_MUTE ? 200 : undefined)
    assert.deepEqual(heard, [8, 9])
    assert.deepEqual(asked[1], { type: 'auth', token: 'a token', cursor: { epoch: 'e', seq: 8 } })
    const [listening, ended, again] = notes
    assert.deepEqual([listening, again], ['listening; Ctrl-C ends it', 'listening; Ctrl-C ends it'])
    if (typeof note === 'string') assert.equal(ended, note)
    else assert.match(ended ?? '', note)
  }
})

test('a server that is away is asked again, and one that says no for good is not', async (t) => {
  const { invite } = await serverThatSays(t, [welcome('e', 0), told(1)])
  let tries = 0
  const away = () =>
    ++tries === 1 ? Promise.reject(new Unavailable('away', 'it is away')) : invite()
  const { heard, notes } = await listen(away, 1)
  assert.deepEqual([heard, tries], [[1], 2])
  assert.match(notes[0] ?? '', /not connected: it is away; trying again/)
  for (const error of [
    new NotFound('no_route', 'there is no such thing'),
    new Unavailable('no_live_connections', 'they are off'),
  ]) {
    await assert.rejects(
      listen(() => Promise.reject(error), 1),
      error,
    )
  }
})

// On a full disk every notification was printed, and shown on the desktop, again and again.
test('where it ended cannot be kept: it says so and ends, instead of telling the same for ever', async (t) => {
  const { invite } = await serverThatSays(t, [welcome('e', 7), told(8)])
  const heard: number[] = []
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  await assert.rejects(
    listenLive({
      ...{ invite, cursor: { epoch: 'e', seq: 7 }, signal: new AbortController().signal },
      onNotification: ({ seq }) => void heard.push(seq),
      onCursor: () => Promise.reject(full),
      onNote: () => undefined,
    }),
    { code: 'place_not_kept', message: /no space left/, remedy: /Free some space/ },
  )
  assert.ok(heard.length <= 1, `${heard.length} were told`)
})
