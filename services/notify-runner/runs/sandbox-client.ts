import { request } from 'node:http'
import { z } from 'zod'
import { Unavailable, UpstreamError } from '#core/errors.ts'
import type { PublishedTable } from '#core/sync/published-tables.ts'
import type { Language } from '../workspace/script-name.ts'

/** One program to run in the sandbox, and the tables that it may read. */
export interface SandboxRun {
  readonly id: string
  readonly owner: string
  readonly language: Language
  readonly fileName: string
  readonly source: string
  readonly tables: readonly PublishedTable[]
}

const answer = z.object({
  status: z.enum(['ok', 'failed', 'timeout', 'too_much_output', 'out_of_memory']),
  exitCode: z.number().nullable(),
  stdout: z.string(),
  stderr: z.string(),
  durationMs: z.number(),
  image: z
    .object({ type: z.enum(['image/png', 'image/jpeg']), base64: z.string().max(4_000_000) })
    .optional(),
})

export type SandboxAnswer = z.output<typeof answer>

const problem = z.object({
  code: z.string().optional(),
  detail: z.string().optional(),
  title: z.string().optional(),
  remedy: z.string().optional(),
})

/** The wall of a run is 60 s; the queue before it counts as well. */
const TIMEOUT_MS = 180_000
const MAX_ANSWER_BYTES = 8 * 1024 * 1024

/** Asks the sandbox at `address` (`unix:/path` or `http://host:port`) to run something. */
export type RunInSandbox = (run: SandboxRun, signal: AbortSignal) => Promise<SandboxAnswer>

/** Unavailable with the sandbox's own remedy when it does not run anything here. */
export function sandboxClient(address: string | undefined): RunInSandbox {
  return async function runInSandbox(run, signal) {
    if (address === undefined) {
      throw new Unavailable(
        'no_sandbox',
        'Scripts are not run: the script sandbox is switched off',
        {
          remedy: 'Switch the service script-sandbox on in instance.yaml.',
        },
      )
    }
    const tables = run.tables.map(({ dataset, name, files }) => ({
      schema: dataset,
      name,
      objects: files,
    }))
    const { status, text } = await post(address, JSON.stringify({ ...run, tables }), signal)
    if (status === 200) return answer.parse(JSON.parse(text))
    const said = problem.safeParse(safeJson(text))
    const { detail, title, remedy, code } = said.data ?? {}
    throw new Unavailable(code ?? 'sandbox_refused', detail ?? title ?? `It answered ${status}`, {
      ...(remedy !== undefined && { remedy }),
    })
  }
}

function post(
  address: string,
  body: string,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly text: string }> {
  const target = address.startsWith('unix:')
    ? { socketPath: address.slice('unix:'.length), path: '/run' }
    : { ...urlParts(new URL('/run', address)) }
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>()
  const fail = (cause: Error) =>
    reject(
      new UpstreamError(
        'sandbox_unreachable',
        `The script sandbox does not answer: ${cause.message}`,
        {
          remedy: 'The health page says whether script-sandbox runs.',
          cause,
        },
      ),
    )
  const headers = {
    host: 'script-sandbox',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  }
  const asked = request(
    {
      ...target,
      method: 'POST',
      headers,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    },
    (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > MAX_ANSWER_BYTES) response.destroy(new Error('its answer is too long'))
        else chunks.push(chunk)
      })
      response.on('error', fail)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      )
    },
  )
  asked.on('error', fail)
  asked.end(body)
  return promise
}

function urlParts({ hostname, port, pathname }: URL) {
  return { hostname, port, path: pathname }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
