import type { Database } from '#core/database/connect.ts'
import type { Events } from '#core/database/events.ts'
import { inboxHead } from '#core/notifications/inbox.ts'
import { readLog, type LogEntry } from '#core/notifications/log.ts'
import { INBOX_EVENT } from '#core/notifications/post-notifications.ts'
import type { Logger } from '#core/log.ts'

const AT_ONCE = 1000
/** Lines that are handed on in one turn: after it senders and clients are heard. */
const TURN = 32
/** As many wait for their turn at most; then senders wait, too. */
const WAITING = 1000
const RETRY_MS = 500

/** Follows the log of all notifications and hands on every line once, in order. */
export interface LogFollower {
  /** The epoch of the log, and the number of the last line that was handed on. */
  readonly epoch: string
  readonly position: number
  /** Why it cannot read on at present. */
  readonly trouble: string | undefined
  /**
   * Lines that this process has just stored: handed on, many of them in the next turns, when nothing is missing
   * before them; otherwise they come with what is read from the database.
   */
  stored(entries: readonly LogEntry[]): void
  /** Hands on now what waits for its turn. */
  flush(): void
  close(): Promise<void>
}

interface LogFollowerDeps {
  readonly db: Database
  readonly events: Pick<Events, 'listen'>
  readonly log: Logger
}

/** `busy` tells that lines of our own are about to be stored: an event that comes before them can wait. */
export async function followLog(
  { db, events, log }: LogFollowerDeps,
  { handOn, busy }: { handOn(entries: readonly LogEntry[]): void; busy(): boolean },
): Promise<LogFollower> {
  const head = await inboxHead(db)
  let { epoch, seq: position } = head
  let target = position
  let reading = false
  let closed = false
  let trouble: string | undefined
  /** Lines of our own that come next, and of which some are told in each turn. */
  let own: readonly LogEntry[] = []

  function handOnOwn(): void {
    const turn = own.slice(0, TURN)
    try {
      handOn(turn)
    } catch (error) {
      // They are read like those of others, and trouble with them is told there.
      log.warn({ err: error }, 'lines were not handed on yet')
      own = []
      return
    }
    own = own.slice(TURN)
    position = turn.at(-1)?.seq ?? position
  }

  /** What their senders say next is read, and stored, while the last ones are still told. */
  function goOn(): void {
    handOnOwn()
    if (own.length > 0) setImmediate(goOn)
    else if (position < target) void readOn()
  }

  async function readOn(): Promise<void> {
    if (reading || closed || own.length > 0) return
    reading = true
    try {
      while (position < target && !closed) {
        const entries = await readLog(db, position, AT_ONCE)
        const last = entries.at(-1)
        // Retention may have taken lines away: nothing is left to hand on up to the target.
        if (!last) position = target
        else {
          handOn(entries)
          position = last.seq
        }
      }
      trouble = undefined
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error)
      log.warn({ err: error }, 'the log cannot be read on yet')
      setTimeout(() => void readOn(), RETRY_MS).unref()
    } finally {
      reading = false
    }
  }

  /** After a reconnect anything may have happened, even another log put back from a backup. */
  async function lookAgain(): Promise<void> {
    // What is stored while the database is asked is ahead of its answer.
    const before = position
    try {
      const now = await inboxHead(db)
      if (now.epoch !== epoch || now.seq < before) {
        epoch = now.epoch
        position = now.seq
        own = []
      }
      target = Math.max(position, now.seq)
      await readOn()
    } catch (error) {
      log.warn({ err: error }, 'the head of the log cannot be read yet')
      setTimeout(() => void lookAgain(), RETRY_MS).unref()
    }
  }

  const stopListening = await events.listen(INBOX_EVENT, (payload) => {
    if (payload === undefined) return void lookAgain()
    target = Math.max(target, Number(payload))
    if (position < target && !busy()) void readOn()
  })
  // What came between the first look and the first event.
  await lookAgain()

  return {
    get epoch() {
      return epoch
    },
    get position() {
      return position
    },
    get trouble() {
      return trouble
    },
    stored(entries) {
      const [first] = entries
      const last = entries.at(-1)
      if (first && last) {
        target = Math.max(target, last.seq)
        const whole = last.seq - first.seq === entries.length - 1
        const before = own.at(-1)?.seq ?? position
        if (!reading && whole && first.seq === before + 1) {
          const waits = own.length > 0
          own = [...own, ...entries]
          while (own.length > WAITING) handOnOwn()
          // Few are told at once, as a turn later others may have been heard first.
          if (!waits && own.length <= TURN) goOn()
          else if (!waits) setImmediate(goOn)
        }
      }
      if (position < target) void readOn()
    },
    flush() {
      while (own.length > 0) handOnOwn()
    },
    async close() {
      closed = true
      await stopListening()
    },
  }
}
