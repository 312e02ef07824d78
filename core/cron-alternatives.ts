/**
 * The schedules that together are due when one is by crontab(5), where two restricted days mean either of
 * them: node-cron asks for both. One that starts with a star restricts nothing by itself.
 */
export function cronAlternatives(schedule: string): readonly string[] {
  const [minute, hour, date = '*', month, day = '*'] = schedule.trim().split(/\s+/)
  if (date.startsWith('*') || day.startsWith('*')) return [schedule]
  return [`${minute} ${hour} ${date} ${month} *`, `${minute} ${hour} * ${month} ${day}`]
}
