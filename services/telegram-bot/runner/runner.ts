import { request, type RequestOptions } from 'node:http'
import { z } from 'zod'
import { UpstreamError } from '#core/errors.ts'
import type { ServiceAddress } from '#core/service.ts'

const scripts = z.array(
  z.looseObject({
    name: z.string(),
    lastRun: z.string().nullish(),
    status: z.string().nullish(),
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
  async function ask<T>(schema: z.ZodType<T>, options: RequestOptions, body?: unknown): Promise<T> {
    const sent = body === undefined ? undefined : JSON.stringify(body)
    const { status, text } = await exchange(
      {
        ...whereabouts(address),
        ...options,
        headers: {
          authorization: `Bearer ${token}`,
          ...(sent !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(sent),
          }),
        },
      },
      sent,
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
        path: `/internal/scripts?${new URLSearchParams({ user: username }).toString()}`,
        signal: within(signal, LIST_MS),
      }),
    run: (user, name, signal) =>
      ask(
        outcome,
        { path: '/internal/scripts/run', method: 'POST', signal: within(signal, RUN_MS) },
        { user, name },
      ),
  }
}

function whereabouts(address: string): RequestOptions {
  if (address.startsWith('unix:')) return { socketPath: address.slice('unix:'.length) }
  const { hostname, port } = new URL(address)
  return { host: hostname.replace(/^\[|\]$/g, ''), port }
}

function exchange(
  options: RequestOptions,
  body: string | undefined,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(options, (answer) => {
      const chunks: Buffer[] = []
      let size = 0
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > ANSWER_BYTES) answer.destroy(new Error('the answer of the runner is too long'))
        else chunks.push(chunk)
      })
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 502, text: Buffer.concat(chunks).toString('utf8') }),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
