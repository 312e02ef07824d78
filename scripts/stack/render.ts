import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import {
  requiredOption,
  textOption,
  UsageError,
  type Command,
  type CommandContext,
  type CommandInput,
} from '#core/command.ts'
import { loadInstance } from '#core/config/load.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { whyOff } from '#core/run/service-deps.ts'
import { stackModel, type StackModel } from '../../deploy/stack-model.ts'
import { foundIn, targetsOf } from '../command-line/find-stack.ts'

export default {
  summary: 'Write the files that run the stack, for one instance',
  actions: {
    '': {
      summary:
        'Writes the files of one target into a folder. What the target cannot carry is refused, with the manifest’s path.',
      usage: '--target compose|quadlet|systemd|caddy --out DIR [--config DIR] [--rootless]',
      options: {
        target: { type: 'string' },
        out: { type: 'string' },
        config: { type: 'string' },
        rootless: { type: 'boolean' },
      },
      run: render,
    },
  },
} satisfies Command

async function render(input: CommandInput, context: CommandContext): Promise<void> {
  const { root, out, note } = context
  const name = requiredOption(input, 'target')
  const folder = resolve(requiredOption(input, 'out'))
  const targets = await targetsOf(root)
  const target = targets.get(name)
  if (!target) throw new UsageError(`--target is one of ${[...targets.keys()].join(', ')}`)
  const rootless = input.values['rootless'] === true
  if (rootless && name !== 'quadlet') throw new UsageError('--rootless is for quadlet')

  const config = textOption(input, 'config')
  const found = await foundIn(root)
  const variables = config === undefined ? {} : await readVariables(config)
  const model = stackModel(
    config === undefined ? found : withoutOff(found, config, variables, note),
  )
  const files = target.render?.(model, { variables, rootless }) ?? target.generate(model)
  for (const { path, content } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await publishFile(join(folder, path), content)
    out(join(folder, path))
  }
}

/** The operator's variables, as the parts read them: stack.env, or .env as Docker Compose calls it. */
async function readVariables(config: string): Promise<Readonly<Record<string, string>>> {
  const file = ['stack.env', '.env'].map((name) => join(config, name)).find(existsSync)
  if (file === undefined) return {}
  const variables = parseEnv(await readFile(file, 'utf8')) as Record<string, string>
  return variables
}

/** Leaves out what instance.yaml switches off, and what lacks a variable that it needs. */
function withoutOff(
  found: StackModel,
  config: string,
  variables: Readonly<Record<string, string>>,
  note: (line: string) => void,
): StackModel {
  const ids = new Set(found.services.map(({ id }) => id))
  const units = { services: ids, connectors: undefined, providers: undefined }
  const instance = loadInstance({ dir: resolve(config), rawEnv: variables, units })
  const services = found.services.filter((manifest) => {
    const reason = whyOff(manifest, instance, variables)
    if (reason !== undefined) note(`${manifest.id} is left out: ${reason}`)
    return reason === undefined
  })
  return { ...found, services }
}
