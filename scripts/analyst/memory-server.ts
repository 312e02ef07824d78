import { z } from 'zod'
import { NotFound, Unauthorized, UpstreamError, messageOf } from '#core/errors.ts'
import type { Access } from './access.ts'
import { answeredError } from './answered-error.ts'

const ruleFiles = z.object({
  files: z.array(
    z.object({ name: z.string().regex(/^km_[0-9a-f]{12,64}\.md$/), text: z.string().max(10_000) }),
  ),
})

/** A rule of the team, as the server hands it out. */
export type TeamRule = z.output<typeof ruleFiles>['files'][number]

/** The part of a server that takes notes and gives rules. */
export interface MemoryServer {
  rules(): Promise<readonly TeamRule[]>
  push(note: string): Promise<void>
}

export function memoryServer(url: string, access: Access, signal: AbortSignal): MemoryServer {
  async function ask(path: string, init: RequestInit): Promise<Response> {
    const headers = { authorization: `Bearer ${await access()}`, 'user-agent': 'analyst' }
    const address = new URL(`api/corporate-memory/${path}`, url)
    const answer = await fetch(address, { ...init, headers, signal, redirect: 'error' }).catch(
      (cause: unknown) => {
        const message = `${url} cannot be reached: ${messageOf(cause)}`
        throw new UpstreamError('server_unreachable', message, { cause })
      },
    )
    if (answer.ok) return answer
    if (answer.status === 401) {
      const remedy = `Run \`analyst login --server ${url}\`; the token must be for everything you may do.`
      throw new Unauthorized('token_refused', 'the server does not take the token', { remedy })
    }
    if (answer.status === 404) {
      throw new NotFound('no_memory', `${url} has no corporate memory`, {
        remedy: 'An administrator switches it on in instance.yaml.',
      })
    }
    throw await answeredError(answer, url)
  }

  return {
    async rules() {
      const parsed = ruleFiles.safeParse(await (await ask('rules', {})).json())
      if (parsed.success) return parsed.data.files
      throw new UpstreamError('bad_rules', `${url} sent rules that are none`)
    },
    async push(note) {
      await ask('note', { method: 'PUT', body: note })
    },
  }
}
