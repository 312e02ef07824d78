import { readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { PlannedFile } from './planned-file.ts'
import type { ServerTarget, TargetInput } from './server-target.ts'

interface ConfigInput extends TargetInput {
  readonly target: Pick<ServerTarget, 'checkout'>
  readonly publicUrl?: string
}

/**
 * The operator's files that are not there yet: instance.yaml from the checkout, and the address of the portal.
 * What is there is theirs and stays as it is.
 */
export async function configFiles({
  root,
  layout,
  publicUrl,
  target,
}: ConfigInput): Promise<readonly PlannedFile[]> {
  const files: PlannedFile[] = []
  const instance = join(layout.config, 'config/instance.yaml')
  if (!existsSync(instance)) {
    const own = join(root, 'config/instance.yaml')
    const from = existsSync(own) ? own : join(root, 'examples/quickstart/instance.yaml')
    const text = await readFile(from, 'utf8')
    // The example's tables are named from where it lies in a checkout.
    const content = text.replaceAll('../../node_modules/', `${target.checkout}/node_modules/`)
    files.push({ path: instance, content })
  }
  const variables = join(layout.config, 'common.env')
  if (!existsSync(variables)) {
    const content = publicUrl === undefined ? '' : `PUBLIC_URL=${publicUrl}\n`
    files.push({ path: variables, content, mode: 0o640 })
  }
  return files
}
