import type { Middleware } from 'koa'
import { z } from 'zod'
import { BadRequest } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import type { Router } from '#core/http/router.ts'
import { preferencesOf, savePreference } from '#core/notifications/preferences.ts'
import { checkCsrf } from '#core/portal/check-csrf.ts'
import { personOf, seeOther, sendFragment, type PageContext } from '#core/portal/page-context.ts'
import type { ServiceDeps } from '#core/service.ts'
import { preferencesPage } from '../pages/preferences-page.ts'

const time = z.union([
  z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  z.literal('').transform(() => null),
])
const timeZone = z.string().refine((name) => {
  return name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name)
})
const wanted = z
  .object({
    channel: z.string().regex(/^[a-z][a-z0-9-]*$/),
    muted: z.literal('yes').optional(),
    quietFrom: time,
    quietUntil: time,
    timeZone,
  })
  .refine(({ quietFrom, quietUntil }) => (quietFrom === null) === (quietUntil === null))

/** /notifications/preferences: each channel that was ever there can be muted, or be quiet at night. */
export function preferenceRoutes(
  router: Router,
  { db, services }: Pick<ServiceDeps, 'db' | 'services'>,
  identity: Middleware,
): Router {
  const titles = new Map(services.map(({ manifest }) => [manifest.id, manifest.title]))

  async function show(ctx: PageContext): Promise<void> {
    const { username, csrf } = personOf(ctx)
    const { rows } = await db.pool.query<{ name: string }>(
      'select name from core.channel order by name',
    )
    // One that is switched off just now is known by its name alone.
    const channels = rows.map(({ name }) => ({ name, title: titles.get(name) ?? name }))
    const known = await preferencesOf(db, username)
    const saved = new URLSearchParams(ctx.querystring).get('done') === 'saved'
    sendFragment(ctx, preferencesPage({ channels, known, csrf, saved }))
  }

  async function save(ctx: PageContext): Promise<void> {
    const parsed = wanted.safeParse(Object.fromEntries(await readForm(ctx)))
    if (!parsed.success) {
      throw new BadRequest(
        'invalid_preference',
        'Quiet hours have a beginning, an end and a time zone.',
        {
          remedy: 'Go back and fill in both times, or none.',
        },
      )
    }
    const { channel, muted, ...quiet } = parsed.data
    await savePreference(db, personOf(ctx).username, channel, { muted: muted === 'yes', ...quiet })
    seeOther(ctx, '/notifications/preferences?done=saved')
  }

  return router
    .get('/notifications/preferences', identity, show)
    .post('/notifications/preferences', identity, checkCsrf, save)
}
