/** Work that is done for each key one at a time. */
export interface SharedTurns {
  /** Resolves after a turn for the key that began after this call. */
  take(key: string): Promise<void>
  /** Resolves when no turn goes on. */
  ended(): Promise<void>
}

/**
 * Whoever asks while `work` goes on may want what came after it began: all of them share one more turn. What fails in
 * it, `work` tells itself.
 */
export function sharedTurns(work: (key: string) => Promise<void>): SharedTurns {
  const going = new Map<string, Promise<void>>()
  const next = new Map<string, Promise<void>>()

  function take(key: string): Promise<void> {
    const before = going.get(key)
    const turn = before
      ? (next.get(key) ?? before.then(() => takeNext(key)))
      : work(key).finally(() => going.delete(key))
    const turns = before ? next : going
    turns.set(key, turn)
    return turn
  }

  function takeNext(key: string): Promise<void> {
    next.delete(key)
    return take(key)
  }

  async function ended(): Promise<void> {
    while (going.size + next.size > 0) await Promise.all([...going.values(), ...next.values()])
  }

  return { take, ended }
}
