/** Keeps the values used last, at most `limit` of them. A promise that fails is not kept. */
export class BoundedMap<Value> {
  readonly #limit: number
  readonly #values = new Map<string, Value>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** The value of `key`, made when there is none. Callers that come meanwhile share what is made. */
  getOrMake(key: string, make: () => Value): Value {
    const kept = this.#values.get(key)
    if (kept !== undefined) {
      this.#values.delete(key)
      this.#values.set(key, kept)
      return kept
    }
    const made = make()
    this.#values.set(key, made)
    this.#dropOldest()
    if (made instanceof Promise) made.catch(() => this.#drop(key, made))
    return made
  }

  get size(): number {
    return this.#values.size
  }

  #drop(key: string, value: Value): void {
    if (this.#values.get(key) === value) this.#values.delete(key)
  }

  #dropOldest(): void {
    const oldest = this.#values.keys().next().value
    if (this.#values.size > this.#limit && oldest !== undefined) this.#values.delete(oldest)
  }
}
