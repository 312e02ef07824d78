import { messageOf } from '#core/errors.ts'
import { countOf } from '#core/portal/format-count.ts'
import type { Health, ServiceDeps } from '#core/service.ts'
import { installAll } from './install-all.ts'

/** The event of a rule that is new, changed or gone; the tables send it (migration 006). */
export const RULES_EVENT = 'corporate_memory.rules'

/** Decisions come in rows: one look at all homes is enough for those of a moment. */
const SETTLE_MS = 1000
/** What failed is tried again after this. */
const AGAIN_MS = 60_000

/** The rule files of all homes, kept as the database says. */
export interface RulesFollower {
  /** `degraded` from a failure on until rule files could be written again. */
  health(): Health
  close(): Promise<void>
}

/** Begins to follow; what fails is logged, shown by the health, and tried again in a minute. */
export async function followRules(
  { db, events, log }: Pick<ServiceDeps, 'db' | 'events' | 'log'>,
  homesDir: string,
  { settleMs = SETTLE_MS, againMs = AGAIN_MS } = {},
): Promise<RulesFollower> {
  let last: Health = { status: 'ok' }
  let work = Promise.resolve()
  let waiting: NodeJS.Timeout | undefined
  let again: NodeJS.Timeout | undefined
  let closed = false

  const install = async () => {
    try {
      const { changed, failed } = await installAll(db, homesDir)
      for (const each of failed) log.warn(each, 'rules could not be written')
      if (changed > 0) log.info({ changed }, 'rule files follow what was decided')
      last = failed.length > 0 ? unwritten(failed.length) : { status: 'ok' }
    } catch (error) {
      log.error({ err: error }, 'rule files could not be brought up to date')
      last = { status: 'degraded', detail: `rule files: ${messageOf(error)}` }
    }
    clearTimeout(again)
    if (last.status !== 'ok') again = setTimeout(ring, againMs)
  }
  const ring = () => {
    if (closed) return
    waiting ??= setTimeout(() => {
      waiting = undefined
      work = work.then(install)
    }, settleMs)
  }
  const stopListening = await events.listen(RULES_EVENT, ring)
  // Something may have been decided while nobody followed.
  ring()
  return {
    health: () => last,
    async close() {
      closed = true
      await stopListening()
      clearTimeout(waiting)
      await work
      clearTimeout(again)
    },
  }
}

/** Whose they are stands in the log alone: more people see the health. */
function unwritten(homes: number): Health {
  const whose = countOf(homes, 'person', 'people')
  return { status: 'degraded', detail: `rule files of ${whose} cannot be written: see the log` }
}
