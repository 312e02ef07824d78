import { z } from 'zod'

/** How many characters the parts of a notification may have. */
export const LONGEST = { title: 500, message: 16_384 } as const

/** What a sender says, stored as it came. Further fields are carried along to the clients. */
export const notificationBody = z
  .looseObject({
    title: z.string().max(LONGEST.title).optional(),
    message: z.string().max(LONGEST.message).optional(),
    /** The file name of the script that said it. */
    script: z.string().max(255).nullish(),
    image_url: z.string().max(500).optional(),
  })
  .refine((body) => Object.keys(body).length > 0, 'must not be empty')

export type NotificationBody = z.output<typeof notificationBody>

/** A notification on its way into the inbox of a person. */
export interface NewNotification {
  readonly username: string
  /** JSON of a NotificationBody; text, so that a gateway can pass on the bytes that it got. */
  readonly body: string
  /** The sender's own mark: the same one twice within a day is stored once. */
  readonly key?: string | undefined
  /** In a list only the newest of the same mark is shown. */
  readonly collapseKey?: string | undefined
  /** 0 is usual; 1 passes quiet hours. */
  readonly priority?: number | undefined
  /** Seconds after which it is not worth telling any more. */
  readonly ttl?: number | undefined
}

/** A notification in the inbox. `seq` grows over the whole log without holes. */
export interface StoredNotification {
  readonly seq: number
  readonly id: string
  readonly username: string
  readonly body: NotificationBody
  readonly priority: number
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly readAt: Date | null
  readonly dismissedAt: Date | null
}

/** The columns of a StoredNotification. */
export const notificationColumns = `seq, id, username, body, priority, created_at as "createdAt",
  expires_at as "expiresAt", read_at as "readAt", dismissed_at as "dismissedAt"`

/** In SQL, of `core.notification n`: whether a newer one of the same person has its collapse key. Such a one is not shown. */
export const isSuperseded = `(n.collapse_key is not null and exists (
  select from core.notification newer where newer.username = n.username
    and newer.collapse_key = n.collapse_key and newer.seq > n.seq))`
