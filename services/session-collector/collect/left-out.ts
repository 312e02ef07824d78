import type { Database } from '#core/database/connect.ts'
import { firstIn } from '../transcript/first-record.ts'
import { textIn } from '../transcript/record.ts'
import type { Collection } from './collect-files.ts'
import { sessionOf } from './source.ts'

/** What people do not want to be collected: sessions that they deleted, and projects that they left out. */
export async function leftOutOf(db: Database): Promise<Collection['isLeftOut']> {
  const deleted = await db.pool.query<{ username: string; id: string }>(
    'select username, id from session_collector.deleted_session',
  )
  const projects = await db.pool.query<{ username: string; project: string }>(
    'select username, project from session_collector.left_out_project',
  )
  const gone = new Set(deleted.rows.map(({ username, id }) => `${username} ${id}`))
  return function isLeftOut({ username, path }, fd) {
    if (gone.has(`${username} ${sessionOf(path).session}`)) return true
    const own = projects.rows.filter((row) => row.username === username)
    if (own.length === 0) return false
    const project = firstIn(fd, (record) => textIn(record, 'cwd'))
    return project !== undefined && own.some((row) => isBelow(project, row.project))
  }
}

function isBelow(folder: string, project: string): boolean {
  return folder === project || folder.startsWith(`${project.replace(/\/$/, '')}/`)
}
