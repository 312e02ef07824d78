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
  usage: '--target compose|quadlet|systemd|caddy --out DIR [--config DIR] [--rootless]',
  options: {
    target: { type: 'string' },
    out: { type: 'string' },
    config: { type: 'string' },
    rootless: { type: 'boolean' },
  },
  async run(input, { root, installation, out, note }) {
    const target = await targetNamed(root, requiredOption(input, 'target'))
    const folder = resolve(requiredOption(input, 'out'))
    const { paths, rawEnv, units } = installation
    const config = textOption(input, 'config')
    const dir = config === undefined ? paths.configDir : resolve(config)
    const { model, off } = instanceModel(await modelOf(root), units, dir, rawEnv)
    // All is made before anything is written: a refusal leaves the folder as it was.
    const files = target.generate(stackModel(model), {
      rootless: input.values['rootless'] === true,
    })
    for (const file of files) out(await write(folder, target, file))
    for (const { id, reason } of off) note(`${id} is off: ${reason}`)
  },
}

/** Stack `render`: the deployment files of an instance; what cannot be carried is refused, with its path. */
export default {
  summary: 'Deployment files from the manifests and instance.yaml',
  actions: { '': render },
} satisfies Command

async function write(
  folder: string,
  target: Target,
  { path, content }: GeneratedFile,
): Promise<string> {
  const inside = `${target.folder}/`
  const file = join(folder, path.startsWith(inside) ? path.slice(inside.length) : path)
  await mkdir(dirname(file), { recursive: true })
  await publishFile(file, content)
  return file
}
