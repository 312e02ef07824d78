import { setTimeout as sleep } from 'node:timers/promises'
import { tokenOf } from '../../peers/gateway.ts'
import { Dispatcher } from './dispatcher.ts'
import { LiveClient, type Cursor } from './live-client.ts'
import type { LiveServer } from './servers.ts'

/** Connections that are opened at the same moment, except after a cut. */
const AT_ONCE = 64
const SENDERS = 64
const FILLING = 'Table orders was refreshed: 12,345 rows, 3 columns changed. '.repeat(3)
const SENT_AT = '"sent_at":'

/** What a server has to do with, and how many notifications arrived. */
export class Load {
  received = 0
  /** How late they were, while somebody wants to know. */
  #latencies: number[] | undefined
  readonly #server: LiveServer
  readonly #senders: Dispatcher[] = []

  constructor(server: LiveServer) {
    this.#server = server
  }

  /** Opens what sends. */
  async open(): Promise<void> {
    for (let n = 0; n < SENDERS; n += 1) {
      this.#senders.push(await Dispatcher.open(this.#server.socketFile))
    }
  }

  close(): void {
    for (const sender of this.#senders) sender.close()
  }

  client(username: string): LiveClient {
    const at = { port: this.#server.port, token: tokenOf(username, { exp: 4_000_000_000 }) }
    return new LiveClient(at, (text) => {
      this.received += 1
      this.#latencies?.push(performance.now() - sentAt(text()))
    })
  }

  async join(clients: readonly LiveClient[], atOnce = AT_ONCE, cursor?: Cursor | null) {
    const waiting = [...clients]
    const worker = async () => {
      for (let one = waiting.pop(); one; one = waiting.pop()) {
        await one.join(cursor === undefined ? one.cursor : cursor)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
  }

  /** Notifications a second that `senders` get stored, one request each in flight, `size` in each. */
  async rate(
    username: (n: number) => string,
    { senders, size, seconds }: { senders: number; size: number; seconds: number },
  ): Promise<number> {
    const began = performance.now()
    let posted = 0
    const work = async (sender: Dispatcher) => {
      while (performance.now() - began < seconds * 1000) {
        const lines = Array.from({ length: size }, () => request(username((posted += 1))))
        await sender.post(size === 1 ? '/dispatch' : '/dispatch/batch', lines.join('\n'))
      }
    }
    await Promise.all(this.#senders.slice(0, senders).map(work))
    return (posted * 1000) / (performance.now() - began)
  }

  /** Sends at a steady rate, whatever the answers; resolves to how late each arrived, in milliseconds. */
  async steadily(
    username: (n: number) => string,
    { perSecond, seconds }: { perSecond: number; seconds: number },
  ): Promise<readonly number[]> {
    const latencies: number[] = (this.#latencies = [])
    const free = [...this.#senders]
    const late: number[] = []
    const all = perSecond * seconds
    const began = performance.now()
    const send = async (sender: Dispatcher, n: number): Promise<void> => {
      await sender.post('/dispatch', request(username(n), began + (n * 1000) / perSecond))
      const next = late.shift()
      if (next === undefined) free.push(sender)
      else await send(sender, next)
    }
    const sent: Promise<void>[] = []
    for (let n = 0; n < all; await new Promise((resolve) => setImmediate(resolve))) {
      for (; n < all && began + (n * 1000) / perSecond <= performance.now(); n += 1) {
        const sender = free.pop()
        if (sender) sent.push(send(sender, n))
        else late.push(n)
      }
    }
    await Promise.all(sent)
    await this.arrived(() => latencies.length >= all)
    this.#latencies = undefined
    return latencies
  }

  /** One notification for each. */
  async tell(usernames: readonly string[]): Promise<void> {
    for (let at = 0; at < usernames.length; at += 500) {
      const lines = usernames.slice(at, at + 500).map((username) => request(username))
      await this.#senders[0]?.post('/dispatch/batch', lines.join('\n'))
    }
  }

  /** Waits until everything is there, for ten seconds at most. */
  async arrived(all: () => boolean): Promise<void> {
    const deadline = performance.now() + 10_000
    while (!all() && performance.now() < deadline) await sleep(1)
  }
}

function request(user: string, at = performance.now()): string {
  return `{"user":"${user}","notification":{"id":"n","title":"Sync finished","message":"${FILLING}",${SENT_AT}${at.toFixed(3)}}}`
}

function sentAt(text: string): number {
  return Number.parseFloat(text.slice(text.indexOf(SENT_AT) + SENT_AT.length))
}
