import { isLoopback } from './loopback.ts'
import type { Connection } from './connection.ts'

export interface RegistryLimits {
  readonly perUser: number
  readonly silent: number
  readonly silentPerAddress: number
}

/** Who is connected. Nothing in it grows with the number of all connections when one comes or goes. */
export class Registry {
  readonly #limits: RegistryLimits
  readonly #users = new Map<string, Connection[]>()
  /** In the order in which they came. */
  readonly #silent = new Set<Connection>()
  readonly #silentOf = new Map<string, number>()
  #live = 0

  constructor(limits: RegistryLimits) {
    this.#limits = limits
  }

  /** Connections that were let in. */
  get size(): number {
    return this.#live
  }

  get silent(): ReadonlySet<Connection> {
    return this.#silent
  }

  /** Whether one more may knock that has shown nothing yet. */
  mayKnock(address: string): boolean {
    if (this.#silent.size >= this.#limits.silent) return false
    if (isLoopback(address)) return true
    return (this.#silentOf.get(address) ?? 0) < this.#limits.silentPerAddress
  }

  knock(connection: Connection): void {
    this.#silent.add(connection)
    this.#count(connection.address, 1)
  }

  /** It has spoken, or is gone. */
  unknock(connection: Connection): void {
    if (this.#silent.delete(connection)) this.#count(connection.address, -1)
  }

  of(username: string): readonly Connection[] {
    return this.#users.get(username) ?? []
  }

  /**
   * Takes a place for a connection that has a token. When all are taken, one that owes an answer to a ping
   * gives way: its client is most likely gone. Undefined when there is none; else who has to go.
   */
  add(connection: Connection): readonly Connection[] | undefined {
    const own = this.#users.get(connection.username)
    if (!own) {
      // An array that is pushed to has room for sixteen more; most people have one connection.
      this.#users.set(connection.username, [connection])
      this.#live += 1
      return []
    }
    const owing = own.filter(({ missed }) => missed > 0).sort((a, b) => b.missed - a.missed)
    const tooMany = own.length + 1 - this.#limits.perUser
    if (tooMany > owing.length) return undefined
    own.push(connection)
    this.#live += 1
    return owing.slice(0, Math.max(0, tooMany))
  }

  remove(connection: Connection): void {
    this.unknock(connection)
    const own = this.#users.get(connection.username)
    const place = own?.indexOf(connection) ?? -1
    if (!own || place < 0) return
    own.splice(place, 1)
    this.#live -= 1
    if (own.length === 0) this.#users.delete(connection.username)
  }

  usernames(): IterableIterator<string> {
    return this.#users.keys()
  }

  *[Symbol.iterator](): IterableIterator<Connection> {
    for (const own of this.#users.values()) yield* own
  }

  #count(address: string, by: number): void {
    const now = (this.#silentOf.get(address) ?? 0) + by
    if (now > 0) this.#silentOf.set(address, now)
    else this.#silentOf.delete(address)
  }
}
