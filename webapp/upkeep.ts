import { loadAdmission } from '#core/config/load-admission.ts'
import { messageOf } from '#core/errors.ts'
import type { AdmissionRules } from '#core/identity/admission.ts'
import { forgetAudit } from '#core/identity/audit.ts'
import { followAdmission } from '#core/identity/follow-admission.ts'
import { pruneInbox } from '#core/notifications/prune.ts'
import type { ServiceDeps } from '#core/service.ts'

/** What the portal does by itself. */
export interface Upkeep {
  /** Does it now, and then again and again. */
  start(): Promise<void>
  close(): Promise<void>
}

const EVERY_MS = 4 * 60_000

export interface UpkeepOptions {
  readonly auditDays: number
  readonly inboxDays: number
  /** Takes newer rules over: who may sign in from now on. */
  admit(rules: AdmissionRules): void
  readonly everyMs?: number
}

/**
 * Within five minutes of a change of `auth.allowed_*` in instance.yaml who is not admitted any more is out,
 * without a restart; and what is older than its retention goes.
 */
export function upkeep(
  deps: Pick<ServiceDeps, 'db' | 'paths' | 'rawEnv' | 'log'>,
  { auditDays, inboxDays, admit, everyMs = EVERY_MS }: UpkeepOptions,
): Upkeep {
  const { db, paths, rawEnv, log } = deps
  let timer: NodeJS.Timeout | undefined
  let current: Promise<void> = Promise.resolve()

  async function followRules(): Promise<void> {
    const rules = loadAdmission(paths.configDir, rawEnv)
    admit(rules)
    const barred = await followAdmission(db, rules)
    if (barred.length > 0) log.warn({ barred }, 'no longer admitted by instance.yaml')
  }

  async function forget(): Promise<void> {
    await forgetAudit(db, auditDays)
    await pruneInbox(db, inboxDays)
  }

  async function run(): Promise<void> {
    for (const step of [followRules, forget]) {
      await step().catch((error: unknown) =>
        log.error(
          { reason: messageOf(error), step: step.name },
          'upkeep failed; it is tried again',
        ),
      )
    }
  }

  return {
    async start() {
      await run()
      timer = setInterval(() => (current = run()), everyMs)
    },
    async close() {
      clearInterval(timer)
      await current
    },
  }
}
