import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { CONFIG_STORE } from '#core/backup/stores.ts'
import type { CommandContext } from '#core/command.ts'
import { isSet } from '#core/env.ts'
import { Forbidden } from '#core/errors.ts'
import { databaseUrl } from '../../deploy/database-url.ts'
import { SERVER } from '../../deploy/server-folders.ts'
import { STACK_GROUP } from '../../deploy/user-of.ts'
import { installedHere, type ServerHere } from './installed.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import { dataVolumes, REACHED, stateEnvironment } from './state-environment.ts'
import { runAttached } from './run-attached.ts'
import type { RunThere } from './state-here.ts'
import { releaseFolder, releaseNode } from './release-folder.ts'
import { serverVariables } from './server-variables.ts'

/**
 * The installation of this server; undefined where there is none, or where DATA_DIR or DATABASE_URL say which
 * state is meant. Forbidden for a user whose it is not.
 */
export async function serverHere({
  installation: { rawEnv },
}: Pick<CommandContext, 'installation'>): Promise<ServerHere | undefined> {
  if ([REACHED, 'DATA_DIR', 'DATABASE_URL'].some((name) => rawEnv[name])) return undefined
  const found = await installedHere()
  if (!found) return undefined
  const { installed } = found
  if ((process.getuid?.() === 0) === installed.rootless) {
    throw new Forbidden('wrong_user', 'This is the installation of another user.', {
      remedy: installed.rootless ? 'Be that user, not root.' : 'sudo',
    })
  }
  return found
}

/**
 * Runs `stack` with the state of an installed server: beside its containers in one of its own, or with the
 * folders of its units. Rejects when it does not end well.
 */
export async function runOnServer(
  { layout, installed }: ServerHere,
  args: readonly string[],
  { root, installation, signal }: Pick<CommandContext, 'root' | 'installation' | 'signal'>,
  { folders = [], code = [], version = installed.version, aside = false, answer }: RunThere = {},
): Promise<void> {
  const services = installation.units.services.map(({ manifest }) => manifest)
  const parts = dataVolumes(services)
  const common = parseEnv((await readTextIfPresent(join(layout.config, 'common.env'))) ?? '')
  // A verb does what several services do, so it needs what each of them was given.
  const given = { ...(await serverVariables(layout)), ...common }
  const databaseOf = (host?: string) =>
    isSet('DATABASE_URL', common) ? '' : databaseUrl(services, host)
  if (installed.target === 'systemd') {
    const state = (name: string) => join(SERVER.state, name)
    const env = environment(state, databaseOf('127.0.0.1'))
    const words = [join(releaseFolder(version), 'scripts/stack.ts'), ...args]
    const options = { signal, aside, answer, env: { ...given, ...installation.rawEnv, ...env } }
    return runAttached(releaseNode(version), words, options)
  }
  const store = (name: string) => `/stores/${name}`
  const env = environment(store, databaseOf())
  const portal = services.find(({ role }) => role === 'portal')
  const passed = Object.fromEntries(Object.entries(given).filter(([name]) => !(name in env)))
  return runAttached(
    'podman',
    [
      // podman gives an empty volume to the user of each container that mounts it: to our group, or nobody else reads it.
      ...['run', '--rm', '--pull=never', `--user=0:${STACK_GROUP}`, '--network=ai-data-analyst'],
      ...['--interactive', '--log-driver=none', '--security-opt=no-new-privileges'],
      ...[...parts, 'homes', 'secrets'].map(
        (name) => `--volume=ai-data-analyst-${name}:${store(name)}`,
      ),
      ...[layout.config, ...folders].map((path) => `--volume=${path}:${path}`),
      ...code.map((name) => `--volume=${join(root, name)}:/app/${name}:ro`),
      ...Object.entries(env).map(([name, value]) => `--env=${name}=${value}`),
      // By its name alone podman takes a variable from its own environment: a file it reads otherwise than systemd
      // does, with the quotes, and a value among the arguments every user of the server could see.
      ...Object.keys(passed).map((name) => `--env=${name}`),
      `localhost/ai-data-analyst/${portal?.id}:${version}`,
      ...['node', 'scripts/stack.ts', ...args],
    ],
    { signal, aside, answer, env: { ...installation.rawEnv, ...passed } },
  )

  function environment(storeAt: (name: string) => string, database: string) {
    return {
      ...stateEnvironment(storeAt, parts),
      CONFIG_DIR: join(layout.config, 'config'),
      [CONFIG_STORE]: layout.config,
      ...(database !== '' && { DATABASE_URL: database }),
    }
  }
}
