import { createTask, validate } from 'node-cron'

/** Whether a text is a schedule: five cron fields. */
export function isSchedule(text: string): boolean {
  // node-cron counts every number of a range out before it looks at its bounds, which takes hours for 1-99999999999.
  if (text.length > 200 || /\d{3}/.test(text)) return false
  return text.trim().split(/\s+/).length === 5 && validate(text)
}

/** When a schedule (five cron fields, UTC) is due next. */
export function nextRun(schedule: string): Date {
  const task = createTask(schedule, () => undefined, { timezone: 'Etc/UTC' })
  try {
    task.start()
    const next = task.getNextRun()
    if (!next) throw new RangeError(`${schedule} is never due`)
    return next
  } finally {
    task.destroy()
  }
}
