import { z } from 'zod'
import { messageOf, Unavailable, UpstreamError } from '#core/errors.ts'
import { askService } from '#core/http/request-service.ts'
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
  status: z.enum([
    'ok',
    'failed',
    'timeout',
    'too_much_output',
    'too_much_written',
    'too_many_processes',
    'out_of_memory',
  ]),
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

const health = z.object({ status: z.string(), detail: z.string().optional() })

/** Shorter than who asks the runner for its own health is willing to wait. */
const HEALTH_MS = 1500
/** The wall of a run is 60 s; the queue before it counts as well. */
const TIMEOUT_MS = 180_000
const MAX_ANSWER_BYTES = 8 * 1024 * 1024

/** The sandbox at an address, as its runner uses it. */
export interface Sandbox {
  /** Unavailable with the sandbox's own remedy when it does not run anything here. */
  run(run: SandboxRun, signal: AbortSignal): Promise<SandboxAnswer>
  /** Whether it is there and says how it is; also where nothing can be run, and each run is told why. */
  answers(): Promise<boolean>
  /** Why nothing can be run at this moment; undefined when all is well. */
  trouble(): Promise<string | undefined>
}

const OFF = 'the script sandbox is switched off'

/** Asks the sandbox at `address` (`unix:/path` or `http://host:port`); undefined stands for none. */
export function sandboxClient(address: string | undefined): Sandbox {
  return {
    async run(run, signal) {
      if (address === undefined) {
        throw new Unavailable('no_sandbox', `Scripts are not run: ${OFF}`, {
          remedy: 'Switch the service script-sandbox on in instance.yaml.',
        })
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
    },
    async answers() {
      if (address === undefined) return true
      return healthOf(address).then(
        () => true,
        () => false,
      )
    },
    async trouble() {
      if (address === undefined) return OFF
      try {
        const { status, detail } = await healthOf(address)
        return status === 'ok' ? undefined : (detail ?? status)
      } catch (error) {
        return `the script sandbox does not answer: ${messageOf(error)}`
      }
    },
  }
}

async function healthOf(address: string): Promise<z.output<typeof health>> {
  const signal = AbortSignal.timeout(HEALTH_MS)
  const asked = { method: 'GET', path: '/health', headers: {}, signal }
  const { text } = await askService(address, asked, 64 * 1024)
  return health.parse(JSON.parse(text))
}

async function post(address: string, body: string, signal: AbortSignal) {
  try {
    return await askService(
      address,
      {
        method: 'POST',
        path: '/run',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      },
      MAX_ANSWER_BYTES,
    )
  } catch (cause) {
    throw new UpstreamError(
      'sandbox_unreachable',
      `The script sandbox does not answer: ${messageOf(cause)}`,
      { remedy: 'The health page says whether scripts are run.', cause },
    )
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
