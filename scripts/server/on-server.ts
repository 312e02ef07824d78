import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { CONFIG_STORE, MORE_STORES } from '#core/backup/stores.ts'
import type { CommandContext } from '#core/command.ts'
import { AppError, Forbidden } from '#core/errors.ts'
import type { Service } from '#core/service.ts'
import { databaseUrl } from '../../deploy/database-url.ts'
import { SERVER } from '../../deploy/server-folders.ts'
import { findInstalled, type Installed } from './installed.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import { releaseFolder, releaseNode } from './release-folder.ts'
import type { ServerLayout } from './server-layout.ts'

/** The installation that a command is meant for. */
export interface ServerHere {
  readonly layout: ServerLayout
  readonly installed: Installed
}

/** Set for a command that runs for one on the server itself: it has reached the state already. */
const REACHED = 'STACK_REACHED'

/**
 * The installation of this server; undefined where there is none, or where DATA_DIR or DATABASE_URL say which
 * state is meant. Forbidden for a user whose it is not.
 */
export async function serverHere({
  installation: { rawEnv },
}: Pick<CommandContext, 'installation'>): Promise<ServerHere | undefined> {
  if ([REACHED, 'DATA_DIR', 'DATABASE_URL'].some((name) => rawEnv[name])) return undefined
  const found = await findInstalled().catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_installed') return undefined
    throw error
  })
  if (!found) return undefined
  const { installed } = found
  if ((process.getuid?.() === 0) === installed.rootless) {
    throw new Forbidden('wrong_user', 'This is the installation of another user.', {
      remedy: installed.rootless ? 'Be that user, not root.' : 'sudo',
    })
  }
  return found
}

/** How `stack` is run on a server. */
export interface OnServer {
  /** Folders of the server that it reaches under their own names. */
  readonly folders?: readonly string[]
  /** Folders of the checkout that it finds in the place of its own, for what no single image has. */
  readonly code?: readonly string[]
  /** Whose code is run, where it is not that of the installed version. */
  readonly version?: string
  /** Whether what it prints is for people: where the result is that of another command. */
  readonly aside?: boolean
}

/**
 * Runs `stack` with the state of an installed server: beside its containers in one of its own, or with the
 * folders of its units. Rejects when it does not end well.
 */
export async function runOnServer(
  { layout, installed }: ServerHere,
  args: readonly string[],
  { root, installation, signal }: Pick<CommandContext, 'root' | 'installation' | 'signal'>,
  { folders = [], code = [], version = installed.version, aside = false }: OnServer = {},
): Promise<void> {
  const services = installation.units.services.map(({ manifest }) => manifest)
  const parts = partsOf(services)
  const variables = join(layout.config, 'common.env')
  const given = await readTextIfPresent(variables)
  const file = given === undefined ? [] : [`--env-file=${variables}`]
  // What is given in the environment wins over the file, in Node and in podman.
  const databaseOf = (host?: string) =>
    /^\s*DATABASE_URL=/m.test(given ?? '') ? '' : databaseUrl(services, host)
  if (installed.target === 'systemd') {
    const state = (name: string) => join(SERVER.state, name)
    const env = environment(state, parts, layout, databaseOf('127.0.0.1'))
    const words = [...file, join(releaseFolder(version), 'scripts/stack.ts'), ...args]
    const options = { signal, aside, env: { ...installation.rawEnv, ...env } }
    return run(releaseNode(version), words, options)
  }
  const store = (name: string) => `/stores/${name}`
  const env = environment(store, parts, layout, databaseOf())
  const portal = services.find(({ role }) => role === 'portal')
  return run(
    'podman',
    [
      ...['run', '--rm', '--pull=never', '--user=0:0', '--network=ai-data-analyst'],
      ...['--log-driver=none', '--security-opt=no-new-privileges'],
      ...[...parts, 'homes', 'secrets'].map(
        (name) => `--volume=ai-data-analyst-${name}:${store(name)}`,
      ),
      ...[layout.config, ...folders].map((path) => `--volume=${path}:${path}`),
      ...code.map((name) => `--volume=${join(root, name)}:/app/${name}:ro`),
      ...Object.entries(env).map(([name, value]) => `--env=${name}=${value}`),
      ...file,
      `localhost/ai-data-analyst/${portal?.id}:${version}`,
      ...['node', 'scripts/stack.ts', ...args],
    ],
    { signal, aside },
  )
}

async function run(
  program: string,
  words: readonly string[],
  {
    aside,
    ...options
  }: { readonly signal: AbortSignal; readonly aside: boolean; readonly env?: NodeJS.ProcessEnv },
): Promise<void> {
  const stdio = ['inherit', aside ? process.stderr : 'inherit', 'inherit'] as const
  const child = spawn(program, words, { ...options, stdio: [...stdio] })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code === 0) return
  throw new AppError(500, 'command_failed', 'It did not end well: the reason stands above')
}

/** Volumes that hold a part of what DATA_DIR holds; homes and secrets have names of their own. */
function partsOf(services: readonly Service[]): readonly string[] {
  const names = services
    .filter(({ container }) => container === undefined)
    .flatMap(({ volumes = [] }) => volumes.filter(({ path }) => path === '/data'))
  return [...new Set(['data', ...names.map(({ name }) => name)])]
}

function environment(
  store: (name: string) => string,
  [data = '', ...more]: readonly string[],
  { config }: ServerLayout,
  database: string,
): Readonly<Record<string, string>> {
  return {
    [REACHED]: 'yes',
    DATA_DIR: store(data),
    [MORE_STORES]: more.map(store).join(':'),
    HOMES_DIR: store('homes'),
    SECRETS_DIR: store('secrets'),
    CONFIG_DIR: join(config, 'config'),
    [CONFIG_STORE]: config,
    ...(database !== '' && { DATABASE_URL: database }),
  }
}
