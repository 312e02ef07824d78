import type { Middleware } from 'koa'
import { z } from 'zod'
import { BadRequest } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import { Router } from '#core/http/router.ts'
import { preferencesOf, savePreference } from '#core/notifications/preferences.ts'
import { checkCsrf } from '#core/portal/check-csrf.ts'
import { personOf, seeOther, sendFragment, type PageContext } from '#core/portal/page-context.ts'
import type { ServiceDeps } from '#core/service.ts'
import { isTimeZone } from '#core/time-zone.ts'
import { preferencesPage } from '../pages/preferences-page.ts'

const time = z.union([
  z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  z.literal('').transform(() => null),
])
const wanted = z
  .object({
    channel: z.string(),
    muted: z.literal('yes').optional(),
    quietFrom: time,
    quietUntil: time,
    timeZone: z.string().max(64).refine(isTimeZone),
  })
  .refine(({ quietFrom, quietUntil }) =>
    quietFrom === null ? quietUntil === null : quietUntil !== null && quietUntil !== quietFrom,
  )

/** /notifications/preferences: each channel that was ever there can be muted, or be quiet at night. */
export function preferenceRoutes(
  { db, services }: Pick<ServiceDeps, 'db' | 'services'>,
  identity: Middleware,
): Router {
  const titles = new Map(services.map(({ manifest }) => [manifest.id, manifest.title]))

  async function channelNames(): Promise<readonly string[]> {
    const { rows } = await db.pool.query<{ name: string }>(
      'select name from core.channel order by name',
    )
    return rows.map(({ name }) => name)
  }

  async function show(ctx: PageContext): Promise<void> {
    const { username, csrf } = personOf(ctx)
    // One that is switched off just now is known by its name alone.
    const channels = (await channelNames()).map((name) => ({
      name,
      title: titles.get(name) ?? name,
    }))
    const known = await preferencesOf(db, username)
    const saved = new URLSearchParams(ctx.querystring).get('done') === 'saved'
    sendFragment(ctx, preferencesPage({ channels, known, csrf, saved }))
  }

  async function save(ctx: PageContext): Promise<void> {
    const parsed = wanted.safeParse(Object.fromEntries(await readForm(ctx)))
    if (!parsed.success) {
      throw new BadRequest(
        'invalid_preference',
        'Quiet hours have a beginning, another time as their end, and a time zone such as Europe/Prague.',
        {
          remedy:
            'Go back and fill in both times, or none; to hear nothing at all, mute the channel.',
        },
      )
    }
    const { channel, muted, ...quiet } = parsed.data
    if (!(await channelNames()).includes(channel)) {
      throw new BadRequest('unknown_channel', 'There is no such channel', {
        remedy: 'Go back to the preferences: they list those that there are.',
      })
    }
    await savePreference(db, personOf(ctx).username, channel, { muted: muted === 'yes', ...quiet })
    seeOther(ctx, '/notifications/preferences?done=saved')
  }

  return new Router()
    .get('/notifications/preferences', identity, show)
    .post('/notifications/preferences', identity, checkCsrf, save)
}
