/** Whether a name is a time zone, also an older or newer one that lists of zones leave out, such as Asia/Kolkata. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** The day (`2026-01-31`) and the time (`08:05`) that it is somewhere at a moment. */
export function localTime(
  now: Date,
  timeZone: string,
): { readonly day: string; readonly time: string } {
  const [day = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
    .format(now)
    .split(' ')
  return { day, time }
}
