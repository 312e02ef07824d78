import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTestDatabase } from '../../tests/peers/postgres.ts'
import { until } from '../../tests/peers/until.ts'
import { createLog } from '../log.ts'
import { openEvents } from './events.ts'

/** Collects what a handler hears, and waits for the next. */
function listener() {
  const heard: (string | undefined)[] = []
  let next = Promise.withResolvers<void>()
  return {
    heard,
    handler(payload: string | undefined) {
      heard.push(payload)
      next.resolve()
      next = Promise.withResolvers<void>()
    },
    async until(count: number) {
      while (heard.length < count) await next.promise
    },
  }
}

test('a notification reaches every handler of its channel and no other', async (t) => {
  const { events, close } = await openTestDatabase()
  t.after(close)
  const [first, second, other] = [listener(), listener(), listener()]
  await events.listen('news', first.handler)
  await events.listen('news', second.handler)
  await events.listen('Other "channel"', other.handler)
  await events.notify('news', 'hello')
  await events.notify('Other "channel"', 'else')
  await Promise.all([first.until(1), second.until(1), other.until(1)])
  assert.deepEqual([first.heard, second.heard, other.heard], [['hello'], ['hello'], ['else']])
})

test('a notification of a transaction comes with its commit, and never after a rollback', async (t) => {
  const { db, events, close } = await openTestDatabase()
  t.after(close)
  const heard = listener()
  await events.listen('news', heard.handler)
  const kysely = db.of<object>('core')
  await assert.rejects(
    kysely.transaction().execute(async (trx) => {
      await events.notify('news', 'never', trx)
      throw new Error('rolled back')
    }),
    /rolled back/,
  )
  await kysely.transaction().execute((trx) => events.notify('news', 'committed', trx))
  await heard.until(1)
  assert.deepEqual(heard.heard, ['committed'])
})

test('after a broken connection handlers are told that they may have missed something', async (t) => {
  const { db, events, close } = await openTestDatabase()
  t.after(close)
  const heard = listener()
  await events.listen('news', heard.handler)
  await db.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'events' and datname = current_database()`,
  )
  await heard.until(1)
  await events.notify('news', 'again')
  await heard.until(2)
  assert.deepEqual(heard.heard, [undefined, 'again'])
})

test('who stopped listening hears nothing more', async (t) => {
  const { events, close } = await openTestDatabase()
  t.after(close)
  const [stopped, kept] = [listener(), listener()]
  const stop = await events.listen('news', stopped.handler)
  await events.listen('news', kept.handler)
  await stop()
  await events.notify('news', 'late')
  await kept.until(1)
  assert.deepEqual(stopped.heard, [])
})

test('the second who listens to a channel was told so before the database had heard of the first', async (t) => {
  const { events, close } = await openTestDatabase()
  t.after(close)
  // So many that are asked for first keep the connection busy for a while.
  const before = Array.from({ length: 500 }, (_, at) =>
    events.listen(`other ${at}`, () => undefined),
  )
  const [first, second] = [listener(), listener()]
  const asked = events.listen('news', first.handler)
  await events.listen('news', second.handler)
  await events.notify('news', 'at once')
  await events.notify('other 499', 'the end')
  await Promise.all([...before, asked])
  await events.notify('news', 'later')
  await Promise.all([first.until(1), second.until(1)])
  assert.equal(first.heard[0], 'at once')
  assert.equal(second.heard[0], 'at once')
})

test('a channel that could not be listened to is asked for anew by the next one', async (t) => {
  const { way, events } = await eventsByWay(t)
  const [lost, heard] = [listener(), listener()]
  way.breakAtListen()
  await assert.rejects(events.listen('news', lost.handler))
  await until(async () => {
    await events.listen('news', heard.handler).catch(() => undefined)
    await events.notify('news', 'hello')
    return heard.heard.includes('hello')
  })
  assert.ok(!lost.heard.includes('hello'), 'who was told that it failed hears nothing')
})

test('a payload that PostgreSQL cannot carry is refused here', async (t) => {
  const { events, close } = await openTestDatabase()
  t.after(close)
  await assert.rejects(events.notify('news', 'x'.repeat(8000)), RangeError)
})

/** A way to a server's socket that breaks when a client listens, as often as it is told to. */
async function openBreakingWay(socket: string) {
  const open = new Set<Socket>()
  let breaks = 0
  let held: Promise<void> | undefined
  let waiting = false
  const server = createServer((client) => {
    const upstream = connect(socket)
    open.add(client)
    client.on('close', () => open.delete(client) && upstream.destroy())
    for (const one of [client, upstream]) one.on('error', () => client.destroy())
    upstream.on('close', () => client.destroy())
    upstream.pipe(client)
    client.on('data', (bytes) => {
      if (breaks > 0 && bytes.includes('listen ')) {
        breaks -= 1
        client.destroy()
      } else if (held && bytes.includes('listen ')) {
        waiting = true
        void held.then(() => upstream.write(bytes))
      } else upstream.write(bytes)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    open,
    /** From the next time on that somebody listens, once. */
    breakAtListen() {
      breaks = 1
    },
    breakNow(again: number) {
      breaks = again
      for (const client of open) client.destroy()
    },
    /** From now on nobody who listens is answered, until what this returns is called. */
    holdListening() {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return resolve
    },
    isWaiting: () => waiting,
    close() {
      for (const client of open) client.destroy()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Events that reach a database of their own by such a way, all closed with the test. */
async function eventsByWay(t: TestContext) {
  const { db, target, close } = await openTestDatabase()
  const way = await openBreakingWay(join(target.host, '.s.PGSQL.5432'))
  const through = { ...target, host: '127.0.0.1', port: way.port }
  const events = await openEvents(db, through, createLog('silent'))
  t.after(async () => {
    await events.close()
    await way.close()
    await close()
  })
  return { way, events }
}

test('a connection that breaks before it listens again is followed by one, not by two', async (t) => {
  const { way, events } = await eventsByWay(t)
  const heard = listener()
  await events.listen('news', heard.handler)
  way.breakNow(2)
  await heard.until(1)
  // A second one would come soon after.
  await sleep(500)
  assert.equal(way.open.size, 1)
  await events.notify('news', 'again')
  await heard.until(2)
  assert.deepEqual(heard.heard, [undefined, 'again'])
})

test('a connection that is being made again when all is closed is closed as soon as it is there', async (t) => {
  const { way, events } = await eventsByWay(t)
  await events.listen('news', () => undefined)
  const answer = way.holdListening()
  way.breakNow(0)
  await until(() => way.isWaiting())
  await events.close()
  assert.equal(way.open.size, 1)
  answer()
  await until(() => way.open.size === 0)
})

/** Seconds until the kernel asks whether the other side of a connection is there; see proc_net_tcp of the kernel. */
function secondsToKeepAlive(port: number): number | undefined {
  const remote = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n')) {
    const [, , to = '', state, , timer = ''] = line.trim().split(/\s+/)
    const [kind, jiffies = ''] = timer.split(':')
    if (to.endsWith(remote) && state === '01' && kind === '02') return parseInt(jiffies, 16) / 100
  }
  return undefined
}

const told = existsSync('/proc/net/tcp')
test(
  'a connection that is lost without a word is found within minutes: it was thought well for two hours',
  { skip: told ? false : 'only Linux tells when a connection is looked after' },
  async (t) => {
    const { way } = await eventsByWay(t)
    const seconds = await until(() => secondsToKeepAlive(way.port))
    assert.ok(seconds <= 60, `after ${seconds} s`)
  },
)
