import type { Database } from '../database/connect.ts'
import type { NotificationImage } from './notify.ts'

const named = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(?:png|jpeg)$/

/** The image of an address or a file name, for its owner; undefined for everybody else. */
export async function imageOf(
  db: Database,
  username: string,
  name: string,
): Promise<NotificationImage | undefined> {
  const id = named.exec(name)?.[1]
  if (id === undefined) return undefined
  const { rows } = await db.pool.query<NotificationImage>(
    'select type, bytes from core.notification_image where id = $1 and username = $2',
    [id, username],
  )
  return rows[0]
}
