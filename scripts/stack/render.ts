import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { requiredOption, textOption, type Command, type CommandAction } from '#core/command.ts'
import { publishFile } from '#core/files/publish-file.ts'
import type { GeneratedFile } from '../../deploy/generated-file.ts'
import { stackModel } from '../../deploy/stack-model.ts'
import type { Target } from '../../deploy/target.ts'
import { instanceModel } from '../deploy-input/instance-model.ts'
import { modelOf } from '../deploy-input/model-of.ts'
import { targetNamed } from '../deploy-input/targets-of.ts'

const render: CommandAction = {
  summary: 'Writes the files that run this instance',
  usage:
    '--target compose|quadlet|systemd|caddy --out DIR [--config DIR] [--rootless] [--dry-run] [--format json]',
  options: {
    target: { type: 'string' },
    out: { type: 'string' },
    config: { type: 'string' },
    rootless: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    format: { type: 'string', default: 'text' },
  },
  async run(input, { root, installation, out, note }) {
    const target = await targetNamed(root, requiredOption(input, 'target'))
    const folder = resolve(requiredOption(input, 'out'))
    const { rawEnv, units } = installation
    const config = textOption(input, 'config')
    const dir = config === undefined ? installation.paths.configDir : resolve(config)
    const { model, off } = instanceModel(await modelOf(root), units, dir, rawEnv)
    // All is made before anything is written: a refusal leaves the folder as it was.
    const files = target.generate(stackModel(model), {
      rootless: input.values['rootless'] === true,
    })
    const dryRun = input.values['dry-run'] === true
    const json = textOption(input, 'format') === 'json'
    const paths = files.map((file) => pathOf(folder, target, file))
    for (const [index, { content }] of files.entries()) {
      const path = paths[index] ?? ''
      if (!dryRun) await write(path, content)
      if (!json) out(path)
    }
    if (json) out(JSON.stringify({ dryRun, files: paths, off }, null, 2))
    if (dryRun) note('Nothing was written: --dry-run.')
    for (const { id, reason } of off) note(`${id} is off: ${reason}`)
  },
}

/** Stack `render`: the deployment files of an instance; what cannot be carried is refused, with its path. */
export default {
  summary: 'Deployment files from the manifests and instance.yaml',
  actions: { '': render },
} satisfies Command

function pathOf(folder: string, target: Target, { path }: GeneratedFile): string {
  const inside = `${target.folder}/`
  return join(folder, path.startsWith(inside) ? path.slice(inside.length) : path)
}

async function write(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await publishFile(file, content)
}
