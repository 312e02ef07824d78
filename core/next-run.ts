import { createTask, validate } from 'node-cron'
import { cronAlternatives } from './cron-alternatives.ts'

/** Whether a text is a schedule: five cron fields. */
export function isSchedule(text: string): boolean {
  // node-cron counts every number of a range out before it looks at its bounds, which takes hours for 1-99999999999.
  if (text.length > 200 || /\d{3}/.test(text)) return false
  return text.trim().split(/\s+/).length === 5 && validate(text)
}

/** When a schedule (five cron fields, UTC) is due next, by crontab(5): of two restricted days either will do. */
export function nextRun(schedule: string): Date {
  const times = cronAlternatives(schedule).flatMap((one) => nextOf(one)?.getTime() ?? [])
  if (times.length === 0) throw new RangeError(`${schedule} is never due`)
  return new Date(Math.min(...times))
}

function nextOf(schedule: string): Date | null {
  const task = createTask(schedule, () => undefined, { timezone: 'Etc/UTC' })
  try {
    task.start()
    return task.getNextRun()
  } finally {
    task.destroy()
  }
}
