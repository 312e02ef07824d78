import { z } from 'zod'
import { ConfigError } from '#core/errors.ts'
import { isTimeZone, localTime } from '#core/time-zone.ts'

/** A time of day where somebody is. */
export const sendTime = z.object({
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 08:00'),
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'must be a time zone such as Europe/Prague or UTC'),
})
export type SendTime = z.output<typeof sendTime>

/** The operator's choice for people who made none; ConfigError names what is wrong with it. */
export function defaultSendTime(env: {
  readonly DIGEST_AT: string
  readonly DIGEST_TIME_ZONE: string
}): SendTime {
  const parsed = sendTime.safeParse({ at: env.DIGEST_AT, timeZone: env.DIGEST_TIME_ZONE })
  if (parsed.success) return parsed.data
  const names: Readonly<Record<string, string>> = { at: 'DIGEST_AT', timeZone: 'DIGEST_TIME_ZONE' }
  throw new ConfigError(
    parsed.error.issues.map(({ path, message }) => `${names[String(path[0])]} ${message}`),
  )
}

/** Looks are five minutes apart: what was due after the last one of a day is sent by one of the first of the next. */
const LATE_MS = 15 * 60_000

/** The day on which a time of day has come where somebody is; undefined while it has not come yet. */
export function dayOfSending({ at, timeZone }: SendTime, now: Date): string | undefined {
  const { day, time } = localTime(now, timeZone)
  if (at <= time) return day
  const before = localTime(new Date(now.getTime() - LATE_MS), timeZone)
  return before.day !== day && at > before.time ? before.day : undefined
}
