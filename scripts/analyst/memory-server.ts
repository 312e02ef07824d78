import { z } from 'zod'
import { NotFound, Unauthorized, UpstreamError } from '#core/errors.ts'
import type { Access } from './access.ts'
import { answeredError } from './answered-error.ts'
import { openPortal, type PortalQuestion } from './portal-request.ts'

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
  /** Byte by byte, whatever the encoding. */
  push(note: Buffer): Promise<void>
}

export function memoryServer(url: string, access: Access, signal: AbortSignal): MemoryServer {
  const portal = openPortal(url, access, signal)
  async function ask(question: PortalQuestion): Promise<Response> {
    const answer = await portal.ask(question)
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
      const answer = await ask({ path: 'api/corporate-memory/rules' })
      try {
        return ruleFiles.parse(await answer.json()).files
      } catch (cause) {
        signal.throwIfAborted()
        throw new UpstreamError('bad_rules', `${url} sent rules that are none`, { cause })
      }
    },
    async push(note) {
      await ask({ method: 'PUT', path: 'api/corporate-memory/note', body: note })
    },
  }
}
