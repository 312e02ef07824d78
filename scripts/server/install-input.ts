import { resolve } from 'node:path'
import { ConfigError } from '#core/errors.ts'
import { textOption, UsageError, type CommandContext, type CommandInput } from '#core/command.ts'
import { stackModel } from '../../deploy/stack-model.ts'
import { instanceModel } from '../deploy-input/instance-model.ts'
import { modelOf } from '../deploy-input/model-of.ts'
import { targetNamed } from '../deploy-input/targets-of.ts'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { emptyAddresses } from './empty-addresses.ts'
import { readInstalled, type Installed } from './installed.ts'
import type { InstallInput } from './plan-install.ts'
import { quadletServer } from './quadlet-server.ts'
import { releaseOf } from './release.ts'
import { serverCommands } from './server-commands.ts'
import { serverLayout } from './server-layout.ts'
import { serverVariables, variableFiles } from './server-variables.ts'
import { systemdServer } from './systemd-server.ts'

const SERVERS = { quadlet: quadletServer, systemd: systemdServer } as const

/** Which way of running, and whose: as was typed, or as it is installed. */
export type Kind = Pick<Installed, 'target' | 'rootless'>

/** The name of a target that a server can be installed with; a UsageError for another. */
export function serverTarget(name: string | undefined): Installed['target'] {
  if (name === 'quadlet' || name === 'systemd') return name
  throw new UsageError(`--target ${name}: there are quadlet and systemd`)
}

/** What this checkout and the server's configuration make of a server. */
export async function installInput(
  { target, rootless }: Kind,
  input: CommandInput,
  { root, installation, signal, note }: CommandContext,
): Promise<InstallInput> {
  const typed = textOption(input, 'public-url')
  const publicUrl = typed === undefined ? undefined : webAddress(typed)
  const layout = serverLayout(rootless)
  const { paths, rawEnv, units } = installation
  // The server's own configuration, once it has one.
  const installed = join(layout.config, 'config')
  const dir = existsSync(join(installed, 'instance.yaml')) ? installed : paths.configDir
  const given = { ...(await serverVariables(layout)), ...rawEnv }
  const { model, off } = instanceModel(await modelOf(root), units, dir, given)
  for (const { id, reason } of off) note(`${id} is off: ${reason}`)
  const images = textOption(input, 'images')
  const release = releaseOf(stackModel(model), await targetNamed(root, target, rootless), rootless)
  const empty = emptyAddresses(release.files, await variableFiles(layout))
  if (empty.length > 0) throw new ConfigError(empty)
  return {
    root,
    layout,
    commands: serverCommands({ rootless, signal }),
    release,
    target: SERVERS[target],
    targetName: target,
    before: await readInstalled(layout),
    ...(images !== undefined && { images: resolve(images) }),
    ...(publicUrl !== undefined && { publicUrl }),
  }
}

/** A name without `https://` before it is the usual slip. */
function webAddress(text: string): string {
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol) && url.host !== '') return url.href
  throw new UsageError(`--public-url ${text}: write it like https://data.example.com`)
}
