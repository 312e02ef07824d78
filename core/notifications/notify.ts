import { randomUUID } from 'node:crypto'
import type { Database } from '../database/connect.ts'
import { inTransaction } from '../identity/in-transaction.ts'
import { notificationBody } from './notification.ts'
import { postNotifications, type Posted } from './post-notifications.ts'

/** An image as bytes: a PNG or a JPEG of at most 2 MB. */
export interface NotificationImage {
  readonly type: 'image/png' | 'image/jpeg'
  readonly bytes: Buffer
}

/** What a person is told. */
export interface Notice {
  readonly title?: string | undefined
  /** Markdown of the simple kind: bold, italic, code, links. */
  readonly message?: string | undefined
  readonly script?: string | undefined
  readonly data?: Readonly<Record<string, unknown>> | undefined
  readonly image?: NotificationImage | undefined
  readonly key?: string | undefined
  readonly priority?: number | undefined
  readonly ttl?: number | undefined
}

/** Where the portal serves an image to its owner. */
export const IMAGE_PATH = '/api/notifications/images'

/** Tells one person: stores the notification, and its image, in one transaction that wakes all channels. */
export async function notify(db: Database, username: string, notice: Notice): Promise<Posted> {
  const { title, message, script, data, image, key, priority, ttl } = notice
  const imageId = randomUUID()
  const body = notificationBody.parse({
    ...{ title, message, script, data },
    timestamp: new Date().toISOString(),
    ...(image && { image_url: `${IMAGE_PATH}/${imageId}.${image.type.slice(6)}` }),
  })
  return inTransaction(db, `core.notify ${username}`, async (client) => {
    const [posted] = await postNotifications(client, [
      { username, body: JSON.stringify(body), key, priority, ttl },
    ])
    if (!posted) throw new Error('the notification was not stored')
    if (image && !posted.duplicate) {
      await client.query(
        'insert into core.notification_image (id, username, type, bytes) values ($1, $2, $3, $4)',
        [imageId, username, image.type, image.bytes],
      )
    }
    return posted
  })
}
