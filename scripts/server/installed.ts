import { join } from 'node:path'
import { z } from 'zod'
import { NotFound } from '#core/errors.ts'
import { readRecord } from '../command-line/read-record.ts'
import { serverLayout, type ServerLayout } from './server-layout.ts'

const record = z.strictObject({
  target: z.enum(['quadlet', 'systemd']),
  rootless: z.boolean(),
  version: z.string(),
  /** The version before, which a rollback returns to. */
  previous: z.string().optional(),
  /** One value for the operator's files that the units were started with. */
  settings: z.string(),
  /** The units that run, without those that a timer starts. */
  units: z.array(z.string()),
  timers: z.array(z.string()),
  /** Every file that the installation wrote and may remove. */
  files: z.array(z.string()),
})

/** What `stack install` left on a server. */
export type Installed = z.output<typeof record>

/** The file that holds it. */
export function recordFile({ state }: ServerLayout): string {
  return join(state, 'installed.json')
}

/** The version to return to when `version` is what is installed from now on. */
export function previousVersion(
  before: Installed | undefined,
  version: string,
): string | undefined {
  return before?.version === version ? before.previous : before?.version
}

/** What is installed in these folders; undefined when nothing is. Throws a ConfigError for a broken record. */
export async function readInstalled(layout: ServerLayout): Promise<Installed | undefined> {
  return readRecord(recordFile(layout), record, 'run stack install again')
}

/** Where an installation may be: of the user who asks, and else of the system. */
function usualLayouts(): readonly ServerLayout[] {
  const system = serverLayout(false)
  return process.getuid?.() === 0 ? [system] : [serverLayout(true), system]
}

/** An installation, and where it is. */
export interface ServerHere {
  readonly layout: ServerLayout
  readonly installed: Installed
}

/** The installation of this server, the first that there is in `layouts`; undefined where there is none. */
export async function installedHere(
  layouts: readonly ServerLayout[] = usualLayouts(),
): Promise<ServerHere | undefined> {
  for (const layout of layouts) {
    const installed = await readInstalled(layout)
    if (installed) return { layout, installed }
  }
  return undefined
}

/** The same for who needs one: NotFound where there is none. */
export async function findInstalled(layouts?: readonly ServerLayout[]): Promise<ServerHere> {
  const found = await installedHere(layouts)
  if (found) return found
  throw new NotFound('not_installed', 'Nothing is installed on this server.', {
    remedy: 'npm run -s stack -- install --help says how',
  })
}
