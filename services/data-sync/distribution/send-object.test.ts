import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openLoopbackServer, type LoopbackServer } from '../../../tests/peers/loopback-server.ts'
import { chooser } from '../../../tests/peers/seeded-random.ts'
import { until } from '../../../tests/peers/until.ts'
import { bufferPool, type BufferPool } from './buffer-pool.ts'
import { sendObject, sendBuffers, type SentObject } from './send-object.ts'

/** Around each size at which an object is sent in another way. */
const sizes = [0, 1, 4096, 1_048_576, 1_179_647, 1_179_648, 1_179_649, 3_000_000]

interface Stored extends SentObject {
  readonly bytes: Buffer
}

let folder: string
let objects: readonly Stored[]
let server: LoopbackServer
/** Told of each buffer that is taken and given back. */
const pool: { buffers: BufferPool; taken: number; back: number } = {
  buffers: sendBuffers(),
  taken: 0,
  back: 0,
}
const failures: unknown[] = []

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'objects-'))
  objects = await Promise.all(
    sizes.map(async (size, at) => {
      const bytes = randomBytes(size)
      const file = join(folder, String(at))
      await writeFile(file, bytes)
      return { bytes, file, size, sha256: createHash('sha256').update(bytes).digest('hex') }
    }),
  )
  const counted: BufferPool = {
    take: () => {
      pool.taken += 1
      return pool.buffers.take()
    },
    giveBack: (buffer) => {
      pool.back += 1
      pool.buffers.giveBack(buffer)
    },
  }
  server = await openLoopbackServer((req, res) => {
    const object = objects[Number(req.url?.slice(1))]
    if (!object) return res.writeHead(404).end()
    return sendObject(req, res, object, counted).catch((error: unknown) => {
      failures.push(error)
      res.destroy()
    })
  })
})
after(async () => {
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function ask(at: number, range?: string) {
  const answer = await fetch(`${server.url}/${at}`, {
    headers: range === undefined ? {} : { range },
  })
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) }
}

test('an object of every size comes whole, and so does each end of it', async () => {
  for (const [at, { size, bytes }] of objects.entries()) {
    assert.deepEqual(await ask(at), { status: 200, bytes }, `${size} bytes`)
    if (size === 0) continue
    assert.deepEqual(await ask(at, 'bytes=0-0'), { status: 206, bytes: bytes.subarray(0, 1) })
    assert.deepEqual(await ask(at, 'bytes=-1'), { status: 206, bytes: bytes.subarray(-1) })
    assert.deepEqual(await ask(at, 'bytes=1-'), {
      status: size === 1 ? 416 : 206,
      bytes: bytes.subarray(1),
    })
  }
})

/** Asks for an object, reads a little of the answer and hangs up. */
function hangUp(at: number): Promise<void> {
  return new Promise((resolve) => {
    const request = get(`${server.url}/${at}`, { agent: false }, (answer: IncomingMessage) => {
      answer.once('data', () => request.destroy())
      answer.on('error', () => undefined)
    })
    request.on('error', () => undefined).on('close', () => resolve())
  })
}

test('of many who ask at once nobody gets a byte of what another asked for, also when some hang up', async () => {
  const { below: random } = chooser(20261129)
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let turn = 0; turn < 12; turn += 1) {
        const at = 1 + random(sizes.length - 1)
        const { bytes, size } = objects[at] as Stored
        if (random(4) === 0) {
          await hangUp(at)
          continue
        }
        const start = random(size)
        const end = start + random(size - start)
        const answer = await ask(at, `bytes=${start}-${end}`)
        assert.equal(answer.status, 206)
        // Not deepEqual, which would print megabytes.
        assert.ok(answer.bytes.equals(bytes.subarray(start, end + 1)), `${at}: ${start} to ${end}`)
      }
    }),
  )
})

/** Every byte that the server sends on one connection. */
async function rawBytes(at: number, range: string): Promise<Buffer> {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  socket.write(
    `GET /${at} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nRange: bytes=${range}\r\n\r\n`,
  )
  const chunks = await Array.fromAsync(socket as AsyncIterable<Buffer>)
  return Buffer.concat(chunks)
}

test('behind the end of an answer there is nothing, least of all what the buffer held before', async () => {
  await ask(3)
  for (const [at, range, length] of [
    [2, '0-', 4096],
    [2, '100-199', 100],
    [1, '0-0', 1],
    [7, '5-1000004', 1_000_000],
    [7, '0-', 3_000_000],
  ] as const) {
    const bytes = await rawBytes(at, range)
    const body = bytes.subarray(bytes.indexOf('\r\n\r\n') + 4)
    const start = Number(range.split('-')[0])
    assert.equal(body.length, length, range)
    assert.ok(body.equals((objects[at] as Stored).bytes.subarray(start, start + length)))
  }
})

/** The bodies of answers that came one behind another on one connection. */
function bodiesIn(bytes: Buffer): readonly Buffer[] {
  const bodies: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const begin = bytes.indexOf('\r\n\r\n', at) + 4
    const length = Number(/content-length: (\d+)/i.exec(String(bytes.subarray(at, begin)))?.[1])
    bodies.push(bytes.subarray(begin, begin + length))
    at = begin + length
  }
  return bodies
}

test('what a slow reader has not read yet is overwritten by no other answer', async () => {
  const { hostname, port } = new URL(server.url)
  const { pick } = chooser(7)
  const readers = Array.from({ length: 6 }, () => {
    // More than the kernel holds for a connection.
    const wanted = Array.from({ length: 8 }, () => pick([3, 4, 5]))
    const socket = connect(Number(port), hostname).pause()
    for (const [turn, at] of wanted.entries()) {
      const close = turn === wanted.length - 1 ? 'Connection: close\r\n' : ''
      socket.write(`GET /${at} HTTP/1.1\r\nHost: x\r\n${close}\r\n`)
    }
    return { wanted, socket }
  })
  let taken = -1
  await until(async () => {
    const stands = pool.taken === taken && taken > 0
    taken = pool.taken
    await new Promise((resolve) => setTimeout(resolve, 50))
    return stands
  }, 'nothing more can be sent')
  await Promise.all(
    readers.map(async ({ wanted, socket }) => {
      const chunks = await Array.fromAsync(socket as AsyncIterable<Buffer>)
      const bodies = bodiesIn(Buffer.concat(chunks))
      assert.equal(bodies.length, wanted.length)
      for (const [turn, at] of wanted.entries())
        assert.ok(bodies[turn]?.equals((objects[at] as Stored).bytes), `answer ${turn}`)
    }),
  )
})

test('a buffer whose reader hung up is given to nobody else: the socket may still read from it', async () => {
  failures.length = 0
  const { taken, back } = pool
  for (let turn = 0; turn < 8; turn += 1) await hangUp(4)
  await ask(4)
  assert.ok(pool.taken - taken > 0)
  assert.equal(pool.taken - taken - (pool.back - back), failures.length, 'one for each who hung up')
})

test('an object that is shorter than it should be sends no byte of it, or none after its end', async () => {
  for (const at of [3, 7]) {
    const { file, bytes, size } = objects[at] as Stored
    failures.length = 0
    await truncate(file, size - 10)
    const whole = await ask(at).catch((error: Error) => error)
    assert.ok(whole instanceof Error)
    assert.match(String(failures[0]), /shorter than the catalogue says/)
    const part = await ask(at, 'bytes=0-99')
    assert.ok(part.bytes.equals(bytes.subarray(0, 100)), 'what is there can be had')
    await writeFile(file, bytes)
  }
})

test('an object that is gone is not found, and one that may not be read is a failure', async () => {
  const [object] = objects
  assert.ok(object)
  failures.length = 0
  await rm(object.file)
  await ask(0).catch(() => undefined)
  assert.deepEqual(
    failures.map((error) => (error as { code?: string }).code),
    ['object_not_found'],
  )
})

test('buffers are used again, as many as may lie idle', () => {
  const buffers = bufferPool(8, 2)
  const [one, two, three] = [buffers.take(), buffers.take(), buffers.take()]
  assert.equal(new Set([one, two, three]).size, 3)
  for (const buffer of [one, two, three]) buffers.giveBack(buffer)
  const again = [buffers.take(), buffers.take(), buffers.take()]
  assert.deepEqual(
    again.map((buffer) => [one, two, three].includes(buffer)),
    [true, true, false],
  )
  assert.ok(again.every(({ length }) => length === 8))
})
