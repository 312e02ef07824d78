import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Registry } from 'prom-client'
import { createHttpApp } from '#core/http/app.ts'
import { createLog } from '#core/log.ts'
import { createPerson } from '#core/identity/people.ts'
import { createToken, type TokenScope } from '#core/identity/tokens.ts'
import { collect } from '../../services/session-collector/collect/collect.ts'
import { ownReckoning } from '../../services/session-collector/collect/own-reckoning.ts'
import { activityRoutes } from '../../services/session-collector/routes/activity-routes.ts'
import { machineRoutes } from '../../services/session-collector/routes/machine-routes.ts'
import { pageRoutes } from '../../services/session-collector/routes/page-routes.ts'
import manifest from '../../services/session-collector/service.ts'
import type { SessionPlace } from '../../services/session-collector/session-place.ts'
import { makeTwins } from '../../services/session-collector/twin/make-twins.ts'
import { openTestDatabase } from './postgres.ts'
import { openServicePortal, type ServicePortal } from './service-portal.ts'
import { temporaryFolder } from './stack.ts'

const quotaBytes = 1e9

/** The session collector behind the real portal, as people and their machines reach it. */
export interface SessionPortal extends ServicePortal {
  readonly place: SessionPlace
  /** Puts a transcript into a person's home. */
  write(username: string, name: string, text: string): Promise<void>
  /** One collection, with twins. */
  collect(): Promise<void>
  /** A token of a person, who is made with it. */
  tokenFor(email: string, scope?: TokenScope): Promise<string>
}

export async function openSessionPortal(): Promise<SessionPortal> {
  await using opened = new AsyncDisposableStack()
  const dir = join(import.meta.dirname, '../../services/session-collector/migrations')
  const { db, close } = await openTestDatabase([{ owner: manifest.id, dir }])
  opened.defer(close)
  const { path } = opened.use(await temporaryFolder())
  const [homesDir, storeDir] = [join(path, 'homes'), join(path, 'store')]
  const place = { db, storeDir }
  const log = createLog('silent')
  const reckoning = ownReckoning(place, log)
  opened.defer(() => reckoning.close())
  const behind = await openServicePortal(manifest, ({ secrets }, identity) =>
    createHttpApp({
      service: manifest.id,
      log,
      metrics: new Registry(),
      health: () => Promise.resolve({ status: 'ok' }),
      routers: [
        machineRoutes({ ...place, quotaBytes, reckoning }, secrets),
        activityRoutes({ db, reckoning }, identity),
        pageRoutes({ ...place, quotaBytes, reckoning }, identity),
      ],
    }).callback(),
  )
  const { portal, url } = opened.use(behind)
  const kept = opened.move()
  return {
    portal,
    place,
    url,
    async write(username, name, text) {
      const folder = join(homesDir, username, 'user/sessions')
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, name), text)
    },
    async collect() {
      await collect(db, { homesDir, storeDir, quotaBytes })
      await makeTwins({ ...place, key: 'key of a test' }, 60_000)
    },
    async tokenFor(email, scope = 'all') {
      const { id } = await createPerson(db, { email })
      return (await createToken(db, { personId: id, name: 'laptop', scope })).token
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
