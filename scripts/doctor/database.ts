import { well, type CheckContext, type Finding } from '#core/doctor-check.ts'

/** Whether the database answers, with every migration applied. */
export default async function database(context: CheckContext): Promise<Finding> {
  const { db } = await context.storage()
  const { rows } = await db.pool.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  )
  return well(`PostgreSQL ${rows[0]?.version}`)
}
