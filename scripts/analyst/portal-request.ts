import type { z } from 'zod'
import type { Access } from './access.ts'
import { answeredError } from './answered-error.ts'
import { notAPortal, unreachable } from './transfer-error.ts'

/** What is asked of the portal beside its address. */
export interface PortalQuestion {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** From the portal's address on, without a slash before it. */
  readonly path: string
  readonly body?: string | Buffer
  readonly type?: string
}

/** A server's portal for who shows a token. */
export interface Portal {
  /** The answer whatever its status; UpstreamError when there is none. */
  ask(question: PortalQuestion): Promise<Response>
  /** The answer if it is a success; else what the server said, with its remedy. */
  good(question: PortalQuestion): Promise<Response>
  /** An answer that is a success as JSON that follows `schema`; UpstreamError for a page of a proxy's, say. */
  read<T>(answer: Response, schema: z.ZodType<T>): Promise<T>
  json<T>(question: PortalQuestion, schema: z.ZodType<T>): Promise<T>
}

/** Talks to the portal at `url` (with a trailing slash). Nothing follows a redirect, to which a token would go. */
export function openPortal(url: string, access: Access, signal: AbortSignal): Portal {
  async function ask({ method = 'GET', path, body, type }: PortalQuestion): Promise<Response> {
    const headers = {
      authorization: `Bearer ${await access()}`,
      accept: 'application/json',
      'user-agent': 'analyst',
      ...(type !== undefined && { 'content-type': type }),
    }
    const init = { method, headers, signal, redirect: 'error' } as const
    try {
      return await fetch(new URL(path, url), {
        ...init,
        ...(body !== undefined && { body: body as BodyInit }),
      })
    } catch (cause) {
      signal.throwIfAborted()
      throw unreachable(url, cause)
    }
  }
  async function checked(answer: Response): Promise<Response> {
    if (answer.ok) return answer
    throw await answeredError(answer, url)
  }
  async function read<T>(answer: Response, schema: z.ZodType<T>): Promise<T> {
    await checked(answer)
    try {
      return schema.parse(await answer.json())
    } catch (cause) {
      signal.throwIfAborted()
      throw notAPortal(url, cause)
    }
  }
  return {
    ask,
    read,
    good: async (question) => checked(await ask(question)),
    json: async (question, schema) => read(await ask(question), schema),
  }
}
