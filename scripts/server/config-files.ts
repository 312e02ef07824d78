import { readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { PlannedFile } from './planned-file.ts'
import type { TargetInput } from './server-target.ts'

/**
 * The operator's files that are not there yet: instance.yaml from the checkout, and the address of the portal.
 * What is there is theirs and stays as it is.
 */
export async function configFiles({
  root,
  layout,
  publicUrl,
}: TargetInput & { readonly publicUrl?: string }): Promise<readonly PlannedFile[]> {
  const files: PlannedFile[] = []
  const instance = join(layout.config, 'config/instance.yaml')
  if (!existsSync(instance)) {
    const own = join(root, 'config/instance.yaml')
    const from = existsSync(own) ? own : join(root, 'examples/quickstart/instance.yaml')
    files.push({ path: instance, content: await readFile(from, 'utf8') })
  }
  const variables = join(layout.config, 'common.env')
  if (!existsSync(variables)) {
    const content = publicUrl === undefined ? '' : `PUBLIC_URL=${publicUrl}\n`
    files.push({ path: variables, content, mode: 0o640 })
  }
  return files
}
