import { z } from 'zod'
import { UpstreamError } from '#core/errors.ts'
import type { Access } from './access.ts'
import { answeredError } from './answered-error.ts'

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
  async function ask(method: string, path: string, body?: string | Buffer): Promise<Response> {
    const headers = {
      authorization: `Bearer ${await access()}`,
      'content-type': 'application/json',
    }
    const init = { method, headers, signal, ...(body !== undefined && { body: body as BodyInit }) }
    return fetch(new URL(`/api/sessions${path}`, url), init).catch((cause: unknown) => {
      throw new UpstreamError('server_unreachable', `${url} does not answer`, { cause })
    })
  }
  async function good(answer: Response): Promise<Response> {
    if (answer.ok) return answer
    throw await answeredError(answer, url)
  }
  const of = (id: string) => `/${encodeURIComponent(id)}`
  return {
    list: async () => listed.parse(await (await good(await ask('GET', ''))).json()).sessions,
    text: async (id) => (await good(await ask('GET', of(id)))).text(),
    async setPrivate(id, isPrivate) {
      await good(await ask('POST', `${of(id)}/private`, JSON.stringify({ private: isPrivate })))
    },
    async remove(id) {
      await good(await ask('DELETE', of(id)))
    },
    async push(path, offset, bytes) {
      const place = new URLSearchParams({ path, offset: String(offset) }).toString()
      const answer = await ask('PUT', `/files?${place}`, bytes)
      const other = answer.headers.get('upload-offset')
      if (answer.status === 409 && other !== null) return { goOnAt: Number(other) }
      const { kind, done = 0 } = taken.parse(await (await good(answer)).json())
      return kind === 'left-out' ? 'left-out' : { done }
    },
  }
}
