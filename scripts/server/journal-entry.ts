import { z } from 'zod'

/** A line of the journal. */
export interface JournalEntry {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly unit: string
  /** As syslog counts: 3 is an error, 6 information. */
  readonly priority: number
  readonly message: string
}

// systemd.journal-fields(7); journalctl(1), --output json: a value that is no UTF-8 is an array of its bytes, one that
// was too long is null, and one that a program gave twice is an array of values.
const text = z.union([z.string(), z.array(z.number()), z.array(z.string()), z.null()])
const line = z.object({
  __REALTIME_TIMESTAMP: z.coerce.number(),
  _SYSTEMD_UNIT: z.string().optional(),
  _SYSTEMD_USER_UNIT: z.string().optional(),
  UNIT: z.string().optional(),
  USER_UNIT: z.string().optional(),
  PRIORITY: z.coerce.number().default(6),
  MESSAGE: text.optional(),
})

/** The fields that an entry is made of, for journalctl. */
export const JOURNAL_FIELDS = Object.keys(line.shape).join(',')

/** An entry out of a line that `journalctl --output json` printed; what systemd itself said of a unit is of that unit. */
export function journalEntry(printed: string): JournalEntry {
  const found = line.parse(JSON.parse(printed))
  const said = [found.USER_UNIT, found.UNIT, found._SYSTEMD_USER_UNIT, found._SYSTEMD_UNIT]
  return {
    at: new Date(found.__REALTIME_TIMESTAMP / 1000).toISOString(),
    unit: (said.find((one) => one !== undefined) ?? '').replace(/\.service$/, ''),
    priority: found.PRIORITY,
    message: messageOf(found.MESSAGE),
  }
}

function messageOf(message: z.output<typeof text> | undefined): string {
  if (message === undefined || message === null) return ''
  if (typeof message === 'string') return message
  const [first] = message
  return typeof first === 'string'
    ? message.join('\n')
    : Buffer.from(message as number[]).toString('utf8')
}
