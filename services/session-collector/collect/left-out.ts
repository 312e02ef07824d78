import type { Database } from '#core/database/connect.ts'
import { firstIn, firstInBytes } from '../transcript/first-record.ts'
import { isBelow } from '../transcript/is-below.ts'
import { textIn, type Fields } from '../transcript/record.ts'
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
  const deleters = new Set(deleted.rows.map(({ username }) => username))
  return function isLeftOut({ username, path }, fd, more) {
    const first = <T>(pick: (record: Fields) => T | undefined) =>
      firstIn(fd, pick) ?? (more && firstInBytes(more, pick))
    const { session, main } = sessionOf(path)
    if (gone.has(`${username} ${session}`)) return true
    if (!main && deleters.has(username)) {
      // A subagent's file beside its session is called by a name of its own.
      const parent = first((record) => textIn(record, 'sessionId'))
      if (gone.has(`${username} ${parent}`)) return true
    }
    const own = projects.rows.filter((row) => row.username === username)
    if (own.length === 0) return false
    // Whatever a session went through is in its text: where it began and where it is now say too little.
    const inOwn = first((record) => {
      const folder = folderIn(record)
      return folder !== undefined && own.some(({ project }) => isBelow(folder, project))
        ? true
        : undefined
    })
    return inOwn === true
  }
}

function folderIn(record: Fields): string | undefined {
  return textIn(record, 'relocatedCwd') ?? textIn(record, 'cwd')
}
