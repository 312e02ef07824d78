import { z } from 'zod'
import type { Access } from './access.ts'
import { openPortal } from './portal-request.ts'

const listed = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      private: z.boolean(),
      title: z.string().nullable(),
      project: z.string().nullable(),
      start: z.string().nullable(),
      activeMs: z.number(),
      userTurns: z.number(),
      tokens: z.object({ output: z.number(), costUsd: z.number().nullable() }),
    }),
  ),
})
const taken = z.object({ kind: z.enum(['taken', 'left-out']), done: z.number().optional() })

export type ListedSession = z.output<typeof listed>['sessions'][number]

/** Where a piece of a transcript went: taken, not wanted, or to be sent from another offset. */
export type Pushed = { readonly done: number } | { readonly goOnAt: number } | 'left-out'

/** The portal's side of `analyst sessions`; every answer that is no success is thrown with its remedy. */
export interface SessionServer {
  list(): Promise<readonly ListedSession[]>
  /** The transcript as it was written. */
  text(id: string): Promise<string>
  setPrivate(id: string, isPrivate: boolean): Promise<void>
  remove(id: string): Promise<void>
  push(path: string, offset: number, bytes: Buffer): Promise<Pushed>
}

export function sessionServer(url: string, access: Access, signal: AbortSignal): SessionServer {
  const portal = openPortal(url, access, signal)
  const type = 'application/json'
  const of = (id: string, what = '') => `api/sessions/${encodeURIComponent(id)}${what}`
  return {
    list: async () => (await portal.json({ path: 'api/sessions' }, listed)).sessions,
    text: async (id) => (await portal.good({ path: of(id) })).text(),
    async setPrivate(id, isPrivate) {
      const body = JSON.stringify({ private: isPrivate })
      await portal.good({ method: 'POST', path: of(id, '/private'), body, type })
    },
    async remove(id) {
      await portal.good({ method: 'DELETE', path: of(id) })
    },
    async push(path, offset, bytes) {
      const place = new URLSearchParams({ path, offset: String(offset) }).toString()
      const question = { path: `api/sessions/files?${place}`, body: bytes, type } as const
      const answer = await portal.ask({ method: 'PUT', ...question })
      const other = answer.headers.get('upload-offset')
      if (answer.status === 409 && other !== null) return { goOnAt: Number(other) }
      const { kind, done = 0 } = await portal.read(answer, taken)
      return kind === 'left-out' ? 'left-out' : { done }
    },
  }
}
