import type { StoredSession } from '../analytics/save-sessions.ts'

/** The address of the page of a session. */
export function sessionPath({ username, id }: Pick<StoredSession, 'username' | 'id'>): string {
  return `/sessions/of/${encodeURIComponent(username)}/${encodeURIComponent(id)}`
}
