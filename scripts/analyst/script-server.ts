import { z } from 'zod'
import type { Access } from './access.ts'
import { openPortal } from './portal-request.ts'

const run = z.object({
  status: z.string(),
  startedAt: z.string().optional(),
  durationMs: z.number().nullish(),
  stdout: z.string().nullish(),
  stderr: z.string().nullish(),
  error: z.string().nullish(),
  remedy: z.string().nullish(),
  /** What it said, of a run that was just made. */
  output: z.object({ title: z.string(), message: z.string() }).partial().nullish(),
})

const listed = z.object({
  scripts: z.array(
    z.object({
      name: z.string(),
      schedule: z.string(),
      problems: z.array(z.string()),
      /** Not told by servers of before. */
      paused: z.boolean().default(false),
      nextRunAt: z.string().nullable(),
      lastRun: run.nullable(),
    }),
  ),
})

const pushed = z.object({ problems: z.array(z.string()) })
const ran = z.object({ runs: z.array(run) })

export type ScriptRun = z.output<typeof run>
export type ListedScript = z.output<typeof listed>['scripts'][number]

/** The portal's side of `analyst scripts`; every answer that is no success is thrown with its remedy. */
export interface ScriptServer {
  list(): Promise<readonly ListedScript[]>
  push(name: string, source: Buffer): Promise<readonly string[]>
  remove(name: string): Promise<void>
  run(name: string): Promise<ScriptRun>
  setPaused(name: string, paused: boolean): Promise<void>
  runs(name: string): Promise<readonly ScriptRun[]>
}

export function scriptServer(url: string, access: Access, signal: AbortSignal): ScriptServer {
  const portal = openPortal(url, access, signal)
  const at = (name: string, what = '') => `api/scripts/${encodeURIComponent(name)}${what}`
  return {
    list: async () => (await portal.json({ path: 'api/scripts' }, listed)).scripts,
    push: async (name, source) =>
      (await portal.json({ method: 'PUT', path: at(name), body: source }, pushed)).problems,
    async remove(name) {
      await portal.good({ method: 'DELETE', path: at(name) })
    },
    async setPaused(name, paused) {
      await portal.good({ method: 'POST', path: at(name, paused ? '/pause' : '/resume') })
    },
    run: (name) => portal.json({ method: 'POST', path: at(name, '/run') }, run),
    runs: async (name) => (await portal.json({ path: at(name, '/runs') }, ran)).runs,
  }
}
