import { resolve } from 'node:path'
import {
  commonOptions,
  isDryRun,
  isJson,
  requiredOption,
  textOption,
  type Command,
  type CommandAction,
} from '#core/command.ts'
import type { GeneratedFile } from '../../deploy/generated-file.ts'
import { stackModel } from '../../deploy/stack-model.ts'
import type { Target } from '../../deploy/target.ts'
import { instanceModel } from '../deploy-input/instance-model.ts'
import { modelOf } from '../deploy-input/model-of.ts'
import { targetNamed } from '../deploy-input/targets-of.ts'
import { writeRendering } from '../render/write-rendering.ts'

const render: CommandAction = {
  summary: 'Writes the files that run this instance',
  usage:
    '--target compose|quadlet|systemd|caddy --out DIR [--config DIR] [--rootless] [--dry-run] [--format json]',
  options: {
    target: { type: 'string' },
    out: { type: 'string' },
    config: { type: 'string' },
    rootless: { type: 'boolean' },
    ...commonOptions,
  },
  async run(input, { root, installation, out, note }) {
    const name = requiredOption(input, 'target')
    const rootless = input.values['rootless'] === true
    const target = await targetNamed(root, name, rootless)
    const folder = resolve(requiredOption(input, 'out'))
    const { rawEnv, units } = installation
    const config = textOption(input, 'config')
    const dir = config === undefined ? installation.paths.configDir : resolve(config)
    const { model, off } = instanceModel(await modelOf(root), units, dir, rawEnv)
    // All is made before anything is written: a refusal leaves the folder as it was.
    const files = target
      .generate(stackModel(model), { rootless })
      .map((file) => ({ ...file, path: pathIn(target, file) }))
    const dryRun = isDryRun(input)
    const { written, removed } = await writeRendering(folder, name, files, dryRun)
    if (isJson(input)) {
      out(JSON.stringify({ dryRun, files: written, removed, off }, null, 2))
    } else for (const path of written) out(path)
    if (dryRun) note('Nothing was written: --dry-run.')
    for (const path of removed) {
      note(
        dryRun
          ? `Would be removed: ${path}, which is made no more.`
          : `Removed ${path}, which is made no more: what still runs of it goes on until it is stopped.`,
      )
    }
    for (const { id, reason } of off) note(`${id} is off: ${reason}`)
  },
}

/** Stack `render`: the deployment files of an instance; what cannot be carried is refused, with its path. */
export default {
  summary: 'Deployment files from the manifests and instance.yaml',
  actions: { '': render },
} satisfies Command

function pathIn(target: Target, { path }: GeneratedFile): string {
  const inside = `${target.folder}/`
  return path.startsWith(inside) ? path.slice(inside.length) : path
}
