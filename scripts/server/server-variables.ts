import { readFile } from 'node:fs/promises'
import { parseEnv } from 'node:util'
import type { RawEnv } from '#core/env.ts'
import { filesMatching } from './files-matching.ts'
import type { ServerLayout } from './server-layout.ts'

/** What the operator gave the units, by the file: `common.env` and `<service>.env`. */
export async function variableFiles({
  config,
}: ServerLayout): Promise<ReadonlyMap<string, RawEnv>> {
  const files = filesMatching(config, ['*.env'])
  const texts = await Promise.all(files.map((path) => readFile(path, 'utf8')))
  return new Map(files.map((path, nth) => [path, parseEnv(texts[nth] ?? '')]))
}

/** All of them together: a service that runs only with its variable is switched on by it. */
export async function serverVariables(layout: ServerLayout): Promise<RawEnv> {
  return Object.assign({}, ...(await variableFiles(layout)).values()) as RawEnv
}
