import { readEnv } from '#core/env.ts'
import { Conflict } from '#core/errors.ts'
import type { OnceContext } from '#core/run/run-once.ts'
import { loadSessions } from './analytics/save-sessions.ts'
import { collect } from './collect/collect.ts'
import { reportOf } from './report-of.ts'
import manifest from './service.ts'
import { sessionPlace } from './session-place.ts'
import { makeTwins } from './twin/make-twins.ts'

/** So long a run by hand redacts; the service goes on. */
const TWINS_MS = 20_000

/** `main.ts --once`: one collection that says what it found. */
export async function collectByHand(context: OnceContext): Promise<void> {
  const { installation, storage, dryRun, json, out, log } = context
  const env = readEnv(manifest.env, installation.rawEnv)
  const lease = await storage.leases.acquire(`job/${manifest.id}`)
  if (!lease) throw new Conflict('collecting', 'Another collection is going on: try again later')
  try {
    const place = sessionPlace(storage.db, installation.paths, env)
    const { prices } = place
    const collected = await collect(storage.db, place, { dryRun, prices, everyHome: true })
    if (!dryRun) {
      const key = installation.secrets.text('session-redaction')
      await makeTwins({ ...place, key }, TWINS_MS)
    }
    for (const one of collected.refused) log.warn(one, 'a transcript was not taken')
    for (const one of collected.passedOver) log.warn(one, 'a home was passed over')
    for (const one of collected.unreckoned) log.warn(one, 'a session was not reckoned')
    const report = reportOf(collected, await loadSessions(storage.db))
    if (json) return out(JSON.stringify(report, null, 2))
    const { counts, analysed } = collected
    out(
      `${counts.new} new, ${counts.grown} grown, ${counts.rewritten} rewritten, ${counts.same} unchanged, ${counts.refused} refused; ${analysed} sessions analysed`,
    )
  } finally {
    await lease.release()
  }
}
