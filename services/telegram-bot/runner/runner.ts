import { z } from 'zod'
import { UpstreamError } from '#core/errors.ts'
import { askService, type ServiceRequest } from '#core/http/request-service.ts'
import type { ServiceAddress } from '#core/service.ts'

const scripts = z.array(
  z.looseObject({
    name: z.string(),
    lastRun: z.string().nullish(),
    status: z.string().nullish(),
    paused: z.boolean().optional(),
  }),
)
export type Script = z.output<typeof scripts>[number]

const outcome = z.looseObject({
  status: z.string(),
  error: z.string().nullish(),
  remedy: z.string().nullish(),
})
export type RunOutcome = z.output<typeof outcome>

/** What the service that runs people's scripts does for us. */
export interface Runner {
  list(username: string, signal: AbortSignal): Promise<readonly Script[]>
  /** Runs one now, for its owner; what it has to tell comes as a notification. */
  run(username: string, name: string, signal: AbortSignal): Promise<RunOutcome>
}

const LIST_MS = 10_000
/** Longer than a script may take, waiting for its turn included. */
const RUN_MS = 250_000
const ANSWER_BYTES = 1024 * 1024

const problem = z.object({ detail: z.string(), remedy: z.string().optional() })

/** Opens the runner at its address, with the secret that the stack's services share for it. */
export function openRunner({ address }: ServiceAddress, token: string): Runner {
  async function ask<T>(
    schema: z.ZodType<T>,
    asked: Pick<ServiceRequest, 'method' | 'path' | 'body' | 'signal'>,
  ): Promise<T> {
    const { status, text } = await askService(
      address,
      {
        ...asked,
        headers: {
          authorization: `Bearer ${token}`,
          ...(asked.body !== undefined && { 'content-type': 'application/json' }),
        },
      },
      ANSWER_BYTES,
    )
    const answer: unknown = JSON.parse(text)
    if (status >= 200 && status < 300) return schema.parse(answer)
    const { detail, remedy } = problem.catch({ detail: `it answered ${status}` }).parse(answer)
    throw new UpstreamError('runner_refused', detail, remedy === undefined ? {} : { remedy })
  }

  const within = (signal: AbortSignal, ms: number) =>
    AbortSignal.any([signal, AbortSignal.timeout(ms)])
  return {
    list: (username, signal) =>
      ask(scripts, {
        method: 'GET',
        path: `/internal/scripts?${new URLSearchParams({ user: username }).toString()}`,
        signal: within(signal, LIST_MS),
      }),
    run: (user, name, signal) =>
      ask(outcome, {
        method: 'POST',
        path: '/internal/scripts/run',
        body: JSON.stringify({ user, name }),
        signal: within(signal, RUN_MS),
      }),
  }
}
