import type { Database } from '../database/connect.ts'
import { localTime } from '../time-zone.ts'

/** How a person wants one channel. Quiet hours are `HH:MM` in the person's time zone. */
export interface ChannelPreference {
  readonly muted: boolean
  readonly quietFrom: string | null
  readonly quietUntil: string | null
  readonly timeZone: string
}

const columns = `muted, to_char(quiet_from, 'HH24:MI') as "quietFrom",
  to_char(quiet_until, 'HH24:MI') as "quietUntil", time_zone as "timeZone"`

/** The preference of a person for each channel that they have said something about. */
export async function preferencesOf(
  db: Database,
  username: string,
): Promise<ReadonlyMap<string, ChannelPreference>> {
  const { rows } = await db.pool.query<ChannelPreference & { channel: string }>(
    `select channel, ${columns} from core.channel_preference where username = $1`,
    [username],
  )
  return new Map(rows.map(({ channel, ...preference }) => [channel, preference]))
}

/**
 * Stores what a person wants; the caller has checked times and zone. What waits is looked at anew: it may
 * have been put off until the end of quiet hours that are over now.
 */
export async function savePreference(
  db: Database,
  username: string,
  channel: string,
  { muted, quietFrom, quietUntil, timeZone }: ChannelPreference,
): Promise<void> {
  await db.pool.query(
    `with waiting as (
       update core.delivery set next_try_at = now()
       where username = $1 and channel = $2 and delivered_at is null and failed_at is null
     )
     insert into core.channel_preference (username, channel, muted, quiet_from, quiet_until, time_zone)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (username, channel) do update set muted = excluded.muted,
       quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, time_zone = excluded.time_zone`,
    [username, channel, muted, quietFrom, quietUntil, timeZone],
  )
}

/** When the quiet hours end that are now, undefined when it is not quiet. Past midnight is understood. */
export function quietUntil(preference: ChannelPreference, now: Date): Date | undefined {
  const { quietFrom, quietUntil: until, timeZone } = preference
  if (quietFrom === null || until === null || quietFrom === until) return undefined
  const [from, end, minute] = [
    minutes(quietFrom),
    minutes(until),
    minutes(localTime(now, timeZone).time),
  ]
  const quiet = from < end ? minute >= from && minute < end : minute >= from || minute < end
  if (!quiet) return undefined
  const wait = (end - minute + 1440) % 1440
  const usual = new Date(Math.floor(now.getTime() / 60_000) * 60_000 + wait * 60_000)
  // Where the clocks are changed meanwhile, they show another time then than the one that was meant.
  const off = ((end - minutes(localTime(usual, timeZone).time) + 2160) % 1440) - 720
  return new Date(usual.getTime() + off * 60_000)
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(':').map(Number)
  return hours * 60 + rest
}
