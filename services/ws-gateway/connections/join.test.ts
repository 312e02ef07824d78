import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { Cursor } from '#core/notifications/inbox.ts'
import type { LogEntry, Replay } from '#core/notifications/log.ts'
import type { WebSocket } from 'ws'
import { seededRandom } from '../../../tests/peers/seeded-random.ts'
import { createDelivery } from '../log/delivery.ts'
import { Connection } from './connection.ts'
import { createJoin, type Joining, type Known } from './join.ts'
import { Registry } from './registry.ts'
import { createSender } from './sender.ts'

/** INTERLEAVINGS=1000000 is what was shown to pass; fewer keep the suite short. */
const RUNS = Number(process.env['INTERLEAVINGS'] ?? 5000)
const STEPS = 14
const USERNAMES = ['ann', 'bob']

interface Client {
  readonly username: string
  readonly after: number
  readonly said: () => readonly { readonly type: string; readonly seq?: number }[]
}

/** The messages of unmasked frames that are shorter than 126 bytes. */
function messagesOf(bytes: Buffer): ReturnType<Client['said']> {
  const messages = []
  for (let at = 0; at < bytes.length; at += 2 + bytes.readUInt8(at + 1)) {
    const text = bytes.toString('utf8', at + 2, at + 2 + bytes.readUInt8(at + 1))
    messages.push(JSON.parse(text) as { readonly type: string; readonly seq?: number })
  }
  return messages
}

/** A log that grows, and clients that join it; what the database is asked is answered when `answer` says so. */
function openWorld(random: () => number) {
  const log: LogEntry[] = []
  const clients: Client[] = []
  const asked: { readonly joining: Joining; readonly answer: (known: Known) => void }[] = []
  const registry = new Registry({ perUser: 99, silent: 99, silentPerAddress: 99 })
  const sender = createSender(() => assert.fail('nobody is slow'))
  const delivery = createDelivery(registry, sender, () => undefined)
  const pick = (count: number) => Math.floor(random() * count)
  const head = (): Cursor => ({ epoch: 'e', seq: log.length })
  const join = createJoin({
    sender,
    head,
    refuse: () => assert.fail('nobody is refused'),
    onReplay: () => undefined,
    ask: (joining) => new Promise((answer) => asked.push({ joining, answer })),
  })

  function replayOf({ connection, cursor, until }: Joining): Replay {
    const after = (cursor as Cursor).seq
    const entries = log.filter(
      ({ username, seq }) => username === connection.username && seq > after && seq <= until.seq,
    )
    return { entries, gap: false, more: false, unread: 0 }
  }

  return {
    log,
    clients,
    asked,
    sender,
    grow() {
      const entries = Array.from({ length: 1 + pick(3) }, () => ({
        seq: log.length + 1,
        id: 'i',
        username: USERNAMES[pick(2)] ?? '',
        body: '{"id":1}',
      })).map((entry, nth) => ({ ...entry, seq: log.length + 1 + nth }))
      log.push(...entries)
      delivery.handOn(entries)
    },
    come() {
      const chunks: Buffer[] = []
      const socket = new Writable({
        write(chunk: Buffer, _, done) {
          chunks.push(chunk)
          done()
        },
      })
      // Of the two ends of a connection only what is written matters here.
      const connection = new Connection(socket as never, {} as WebSocket, '')
      const username = USERNAMES[pick(2)] ?? ''
      const after = pick(log.length + 1)
      connection.token = { sub: username, exp: Infinity }
      connection.modern = true
      connection.state = 'joining'
      registry.add(connection)
      clients.push({ username, after, said: () => messagesOf(Buffer.concat(chunks)) })
      void join(connection, { epoch: 'e', seq: after })
    },
    answer() {
      const [one] = asked.splice(pick(asked.length), 1)
      one?.answer({ ended: false, replay: replayOf(one.joining) })
    },
  }
}

test('replay and live in any interleaving: each line once and in order, behind the welcome', async () => {
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const random = seededRandom(seed)
    const world = openWorld(random)
    for (let step = 0; step < STEPS; step += 1) {
      const dice = random()
      if (dice < 0.4) world.grow()
      else if (dice < 0.6) world.come()
      else if (dice < 0.9) world.answer()
      else world.sender.flush()
      // What was answered goes on in a later microtask; some of the next steps come before it.
      if (random() < 0.5) await undefined
    }
    while (world.asked.length > 0) world.answer()
    for (let turn = 0; turn < 3; turn += 1) await undefined
    world.sender.flush()
    for (const { username, after, said } of world.clients) {
      const [welcome, ...rest] = said()
      assert.equal(welcome?.type, 'auth_ok', `seed ${seed}`)
      const missed = world.log.filter((entry) => entry.username === username && entry.seq > after)
      assert.deepEqual(
        rest.map(({ seq }) => seq),
        missed.map(({ seq }) => seq),
        `seed ${seed}`,
      )
    }
    // Streams tell that they have written only between turns, and hold all until then.
    await setImmediate()
  }
})
