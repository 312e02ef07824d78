import { readFile } from 'node:fs/promises'
import { parseEnv } from 'node:util'
import type { RawEnv } from '#core/env.ts'
import { filesMatching } from './files-matching.ts'
import type { ServerLayout } from './server-layout.ts'

/**
 * What the operator gave the units in `common.env` and `<service>.env`: a service that runs only with its
 * variable is switched on by it.
 */
export async function serverVariables({ config }: ServerLayout): Promise<RawEnv> {
  const files = filesMatching(config, ['*.env'])
  const texts = await Promise.all(files.map((path) => readFile(path, 'utf8')))
  return Object.assign({}, ...texts.map((text) => parseEnv(text))) as RawEnv
}
