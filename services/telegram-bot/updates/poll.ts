import { z } from 'zod'
import type { Database } from '#core/database/connect.ts'
import type { Logger } from '#core/log.ts'
import { rest } from '#core/rest.ts'
import { failureOf, type Failure } from '../telegram/failure.ts'
import type { Telegram } from '../telegram/telegram.ts'
import { storeUpdates } from './stored-updates.ts'
import { ALLOWED_UPDATES, rawUpdate } from './update.ts'

/** How asking Telegram goes, for the health page. */
export interface PollState {
  problem?: Failure
}

export interface PollDeps {
  readonly db: Database
  readonly telegram: Telegram
  readonly log: Logger
  readonly state: PollState
  /** How long Telegram may hold a question back. */
  readonly seconds: number
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 60_000

/**
 * Asks for updates until the signal ends it. The next question, which tells Telegram that we have the
 * last ones, is asked after they are stored; while Telegram fails the questions become rare.
 */
export async function pollUpdates(deps: PollDeps, signal: AbortSignal): Promise<void> {
  const { telegram, log, state } = deps
  let failures = 0
  let offset: number | undefined
  while (!signal.aborted) {
    try {
      offset = await pollOnce(deps, offset, signal)
      delete state.problem
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      state.problem = failureOf(error)
      // A webhook of earlier times is in the way of every question.
      if (state.problem.kind === 'conflict' && /webhook/i.test(state.problem.reason))
        await removeWebhook(telegram, log, signal)
      const pause = pauseAfter(state.problem, failures)
      failures += 1
      log.warn({ reason: state.problem.reason, pause }, 'Telegram gives no updates')
      await rest(pause, signal)
    }
  }
}

/**
 * Resolves to the offset that confirms what was stored. An empty answer confirms nothing: after a week
 * of silence Telegram may begin with lower numbers, which an old offset would hide.
 */
async function pollOnce(
  { db, telegram, state, seconds }: PollDeps,
  offset: number | undefined,
  signal: AbortSignal,
): Promise<number | undefined> {
  const answer = await telegram.getUpdates(
    {
      // After a failure the answer comes at once, so that everybody sees that it works again.
      timeout: state.problem ? 0 : seconds,
      allowed_updates: [...ALLOWED_UPDATES],
      ...(offset !== undefined && { offset }),
    },
    signal,
  )
  const updates = z.array(rawUpdate).parse(answer)
  await storeUpdates(db, updates)
  return updates.length === 0 ? undefined : Math.max(...updates.map((u) => u.update_id)) + 1
}

function pauseAfter(failure: Failure, failures: number): number {
  if (failure.kind === 'wait') return failure.afterMs
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10))
  return pause * (0.8 + Math.random() * 0.4)
}

async function removeWebhook(telegram: Telegram, log: Logger, signal: AbortSignal): Promise<void> {
  try {
    await telegram.deleteWebhook({ drop_pending_updates: false }, signal)
  } catch (error) {
    log.warn({ reason: failureOf(error).reason }, 'the old webhook could not be removed yet')
  }
}
