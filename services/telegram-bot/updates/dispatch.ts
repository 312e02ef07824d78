import type { Database } from '#core/database/connect.ts'
import type { Events } from '#core/database/events.ts'
import { messageOf } from '#core/errors.ts'
import type { Logger } from '#core/log.ts'
import { openSleeper } from '#core/rest.ts'
import { storableText } from '#core/storable-text.ts'
import { failureOf } from '../telegram/failure.ts'
import {
  dueUpdates,
  giveUp,
  markFailed,
  markHandled,
  UPDATE_EVENT,
  type StoredUpdate,
} from './stored-updates.ts'

export interface DispatchDeps {
  readonly db: Database
  readonly events: Events
  readonly log: Logger
  handle(update: StoredUpdate, signal: AbortSignal): Promise<void>
}

/** Lanes at work at the same moment: a slow script takes one of its own kind and nobody's chat. */
const PARALLEL = { chats: 8, runs: 16 } as const
const LOOK_EVERY_MS = 1000

/** Handles stored updates until the signal ends it: each lane in its order, the lanes side by side. */
export async function dispatchUpdates(
  deps: DispatchDeps,
  kind: keyof typeof PARALLEL,
  signal: AbortSignal,
): Promise<void> {
  const { db, events } = deps
  const busy = new Map<string, Promise<void>>()
  const sleeper = openSleeper()
  const stopListening = await events.listen(UPDATE_EVENT, sleeper.wake)
  try {
    while (!signal.aborted) {
      const due = await dueUpdates(db, kind, [...busy.keys()], PARALLEL[kind] - busy.size)
      for (const update of due) {
        const handled = handleOne(deps, update, signal).finally(() => {
          busy.delete(update.lane)
          sleeper.wake()
        })
        busy.set(update.lane, handled)
      }
      await sleeper.rest(LOOK_EVERY_MS, signal)
    }
  } finally {
    await stopListening()
    await Promise.allSettled(busy.values())
  }
}

async function handleOne(
  { db, log, handle }: DispatchDeps,
  update: StoredUpdate,
  signal: AbortSignal,
): Promise<void> {
  try {
    await handle(update, signal)
    await markHandled(db, update.id)
  } catch (error) {
    if (signal.aborted) return
    await writeDown(error).catch((failure: unknown) =>
      log.error({ err: failure, update: update.id }, 'an update stays as it was'),
    )
  }

  async function writeDown(error: unknown): Promise<void> {
    const failure = failureOf(error)
    const reason = storableText(messageOf(error))
    if (failure.kind === 'refused') {
      log.warn({ err: error, update: update.id }, 'an update cannot be answered')
      return giveUp(db, update.id, reason)
    }
    log.warn({ err: error, update: update.id }, 'an update could not be handled yet')
    await markFailed(db, update, reason, failure.kind === 'wait' ? failure.afterMs : undefined)
  }
}
