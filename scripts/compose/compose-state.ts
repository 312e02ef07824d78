import { join } from 'node:path'
import type { CommandContext } from '#core/command.ts'
import { ConfigError } from '#core/errors.ts'
import { backupFolder } from '../command-line/backup-folder.ts'
import { runAttached } from '../server/run-attached.ts'
import { serverCommands } from '../server/server-commands.ts'
import { dataVolumes, stateEnvironment } from '../server/state-environment.ts'
import type { RunThere, StateHere } from '../server/state-here.ts'
import { composeProject } from './compose-project.ts'
import { withContainersStopped } from './with-containers-stopped.ts'

/** What root needs for files of whichever user: to read and write them, and to give them to their owners. */
const CAPABILITIES = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER']

/** Where a one-off container has a store. */
const storeAt = (name: string) => `/stores/${name}`

/**
 * The state of the Compose project of this checkout: `stack` runs in a one-off container of the portal's service,
 * with its network and its variables, that has all stores at once.
 */
export function composeState({ root, installation, signal, note }: CommandContext): StateHere {
  const services = installation.units.services.map(({ manifest }) => manifest)
  const commands = serverCommands({ signal, cwd: root })
  return { backups: backupFolder(installation), run, whileStopped }

  async function run(
    args: readonly string[],
    { folders = [], code = [], version, aside = false, answer }: RunThere = {},
  ): Promise<void> {
    const project = composeProject(commands, version)
    const sources = await project.stores(services)
    const parts = dataVolumes(services).filter((name) => sources.has(name))
    const [data = 'data', ...more] = parts
    const portal = services.find(({ role }) => role === 'portal')
    const volumes = [
      ...[...parts, 'homes', 'secrets', 'config'].map((name) => `${sourceOf(name)}:${storeAt(name)}`),
      ...folders.map((path) => `${path}:${path}`),
      ...code.map((name) => `${join(root, name)}:/app/${name}:ro`),
    ]
    const env = { ...stateEnvironment(storeAt, [data, ...more]), CONFIG_DIR: storeAt('config') }
    const words = [
      ...(version === undefined ? [] : [`STACK_VERSION=${version}`]),
      ...['docker', 'compose', '--progress', 'quiet', 'run', '--rm', '--no-deps', '--no-TTY'],
      ...['--user', '0:0', ...CAPABILITIES.flatMap((name) => ['--cap-add', name])],
      ...volumes.flatMap((volume) => ['--volume', volume]),
      ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...[portal?.id ?? '', 'node', 'scripts/stack.ts', ...args],
    ]
    return runAttached('env', words, { signal, aside, answer, cwd: root })

    function sourceOf(name: string): string {
      const source = sources.get(name)
      if (source !== undefined) return source
      throw new ConfigError([`the Compose files of this checkout have no volume ${name}`])
    }
  }

  async function whileStopped(work: () => Promise<void>): Promise<void> {
    // Ctrl-C ends the work, but never keeps the containers from being started again.
    const project = composeProject(serverCommands({ cwd: root }))
    const kept = services
      .filter(({ role, kind }) => role === 'database' || kind === 'setup')
      .map(({ id }) => id)
    await withContainersStopped(project, kept, work, note)
  }
}
