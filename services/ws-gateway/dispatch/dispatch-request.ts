import { z } from 'zod'
import { BadRequest, TooLarge } from '#core/errors.ts'
import { notificationBody, type NewNotification } from '#core/notifications/notification.ts'

/** PostgreSQL's texts cannot hold NUL, and one bad text would fail its whole group. */
const name = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'not a text')

const letter = {
  /** The sender's own mark: a request that is made again with the same one is stored once a day. */
  id: name.optional(),
  /** Seconds after which nobody needs to be told any more. */
  ttl: z
    .int()
    .min(1)
    .max(366 * 86_400)
    .optional(),
  priority: z.int().min(0).max(9).optional(),
  collapse_key: name.optional(),
}

const dispatch = z.object({ user: name, notification: notificationBody, ...letter })
const broadcast = z.object({
  users: z.array(name).max(100_000).optional(),
  notification: notificationBody,
  ...letter,
})
/** Seconds since 1970, up to the year 9999: what is beyond is no date that the database takes. */
const moment = z.number().min(0).max(253_402_300_799)
const revocation = z.object({ jti: name, exp: moment.optional() })

/** POST /dispatch: one notification for one person. BadRequest in the words of the first version. */
export function readDispatch(text: string): NewNotification {
  const { user: username, ...more } = parse(dispatch, text)
  return { username, ...newNotification(more) }
}

/** Also in a batch, and for everybody: as long as a request for one person may be. */
const MAX_LENGTH = 1024 * 1024

/** What a batch may hold: nobody else is heard while it is read, stored as one, and told. */
const MAX_LINES = 10_000

/**
 * POST /dispatch/batch: one request a line (NDJSON). BadRequest names the first line that is wrong; TooLarge above
 * MAX_LINES.
 */
export function readBatch(text: string): readonly NewNotification[] {
  const lines = text.replace(/\n$/, '').split('\n')
  if (lines.length > MAX_LINES) {
    throw new TooLarge('too_many', `A batch has ${MAX_LINES} lines at most`)
  }
  return lines.flatMap((line, place) => {
    if (line.trim() === '') return []
    try {
      return readDispatch(line)
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error
      throw new BadRequest(error.code, `line ${place + 1}: ${error.message}`)
    }
  })
}

/** POST /broadcast: one notification for everybody, or for those who are named. */
export function readBroadcast(text: string): {
  readonly users: readonly string[] | undefined
  readonly letter: Omit<NewNotification, 'username'>
} {
  const { users, ...more } = parse(broadcast, text)
  return { users: users && [...new Set(users)], letter: newNotification(more) }
}

/** POST /revoke: a token that must not be taken any more. */
export function readRevocation(text: string): {
  readonly jti: string
  readonly exp?: number | undefined
} {
  return parse(revocation, text)
}

function newNotification(given: {
  readonly notification: object
  readonly id?: string | undefined
  readonly ttl?: number | undefined
  readonly priority?: number | undefined
  readonly collapse_key?: string | undefined
}): Omit<NewNotification, 'username'> {
  const { notification, id: key, ttl, priority, collapse_key: collapseKey } = given
  const body = jsonOf(withoutOurs(notification))
  if (body.length > MAX_LENGTH) {
    throw new TooLarge('too_large', `A notification has ${MAX_LENGTH} characters at most`)
  }
  return { body, key, ttl, priority, collapseKey }
}

/** `type` and `seq` would forge a message of the protocol, or its place in the log: they are left out. */
function withoutOurs(body: object): object {
  if (!('type' in body) && !('seq' in body)) return body
  const { type: _, seq: __, ...rest } = body as { readonly type?: unknown; readonly seq?: unknown }
  return rest
}

function parse<T>(schema: z.ZodType<T>, text: string): T {
  const { data, error } = schema.safeParse(fromJson(text))
  if (data !== undefined) return data
  const [issue] = error?.issues ?? []
  const where = issue?.path.join('.') ?? ''
  if (where === '' || where === 'user' || where === 'notification') {
    throw new BadRequest('incomplete', "Missing 'user' or 'notification'")
  }
  throw new BadRequest('invalid', `${where}: ${issue?.message ?? 'invalid'}`)
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BadRequest('invalid_json', 'Invalid JSON')
  }
}

/** What was read may be nested deeper than can be written. */
function jsonOf(body: object): string {
  try {
    return JSON.stringify(body)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new BadRequest('too_deep', 'The notification is nested too deeply', { cause })
  }
}
