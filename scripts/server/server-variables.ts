import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import type { RawEnv } from '#core/env.ts'
import type { ServerLayout } from './server-layout.ts'

/**
 * What the operator gave the units in `common.env` and `<service>.env`: a service that runs only with its
 * variable is switched on by it.
 */
export async function serverVariables({ config }: ServerLayout): Promise<RawEnv> {
  const files = globSync('*.env', { cwd: config }).sort()
  const texts = await Promise.all(files.map((name) => readFile(join(config, name), 'utf8')))
  return Object.assign({}, ...texts.map((text) => parseEnv(text))) as RawEnv
}
