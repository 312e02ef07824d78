import { z } from 'zod'
import { AppError, UpstreamError } from '#core/errors.ts'
import type { Access } from './access.ts'

const problem = z.object({
  detail: z.string().optional(),
  title: z.string().optional(),
  code: z.string().optional(),
  remedy: z.string().optional(),
})

const run = z.object({
  status: z.string(),
  startedAt: z.string().optional(),
  durationMs: z.number().nullish(),
  stdout: z.string().nullish(),
  stderr: z.string().nullish(),
  error: z.string().nullish(),
  remedy: z.string().nullish(),
})

const listed = z.object({
  scripts: z.array(
    z.object({
      name: z.string(),
      schedule: z.string(),
      problems: z.array(z.string()),
      nextRunAt: z.string().nullable(),
      lastRun: run.nullable(),
    }),
  ),
})

export type ScriptRun = z.output<typeof run>
export type ListedScript = z.output<typeof listed>['scripts'][number]

/** The portal's side of `analyst scripts`; every answer that is no success is thrown with its remedy. */
export interface ScriptServer {
  list(): Promise<readonly ListedScript[]>
  push(name: string, source: string): Promise<readonly string[]>
  remove(name: string): Promise<void>
  run(name: string): Promise<ScriptRun>
  runs(name: string): Promise<readonly ScriptRun[]>
}

export function scriptServer(url: string, access: Access, signal: AbortSignal): ScriptServer {
  async function ask(method: string, path: string, body?: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${await access()}`, accept: 'application/json' }
    const init = { method, headers, signal, ...(body !== undefined && { body }) }
    const answer = await fetch(new URL(`/api/scripts${path}`, url), init).catch(
      (cause: unknown) => {
        throw new UpstreamError('server_unreachable', `${url} does not answer`, { cause })
      },
    )
    const text = await answer.text()
    if (answer.ok) return text === '' ? undefined : JSON.parse(text)
    const { detail, title, code, remedy } = problem.catch({}).parse(jsonOr(text))
    throw new AppError(
      answer.status,
      code ?? 'server_refused',
      detail ?? title ?? answer.statusText,
      {
        ...(remedy !== undefined && { remedy }),
      },
    )
  }
  const at = (name: string) => `/${encodeURIComponent(name)}`

  return {
    list: async () => listed.parse(await ask('GET', '')).scripts,
    async push(name, source) {
      const answer = await ask('PUT', at(name), source)
      return z.object({ problems: z.array(z.string()) }).parse(answer).problems
    },
    async remove(name) {
      await ask('DELETE', at(name))
    },
    run: async (name) => run.parse(await ask('POST', `${at(name)}/run`)),
    async runs(name) {
      return z.object({ runs: z.array(run) }).parse(await ask('GET', `${at(name)}/runs`)).runs
    },
  }
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A proxy in between answers in words of its own: the status says what there is to say.
    return {}
  }
}
