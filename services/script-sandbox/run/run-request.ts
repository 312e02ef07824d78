import { z } from 'zod'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const tableName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)

/** What somebody wants run, and the tables that its owner may read. */
export const runRequest = z.object({
  id: z.string().max(100),
  owner: z.string().min(1).max(100),
  language: z.enum(['py', 'js', 'sql']),
  fileName: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/),
  source: z.string().max(256 * 1024),
  tables: z
    .array(z.object({ schema: tableName, name: tableName, objects: z.array(sha256) }))
    .max(2000),
  wallSeconds: z.number().int().min(1).max(60).default(60),
})

export type RunRequest = z.output<typeof runRequest>

/** What came of a run. */
export interface RunAnswer {
  readonly status:
    | 'ok'
    | 'failed'
    | 'timeout'
    | 'too_much_output'
    | 'too_much_written'
    | 'too_many_processes'
    | 'out_of_memory'
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  readonly durationMs: number
  readonly image?: { readonly type: 'image/png' | 'image/jpeg'; readonly base64: string }
}
