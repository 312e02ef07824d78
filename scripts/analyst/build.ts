import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { AnalystBuild } from '#core/sync/analyst-bundle.ts'

/** Put in place by the bundler (`core/sync/analyst-bundle.ts`); a checkout does not have it. */
declare const ANALYST_BUILD: AnalystBuild | undefined

/** What was fixed when the one-file program was made; undefined in a checkout. */
export function bundledBuild(): AnalystBuild | undefined {
  return typeof ANALYST_BUILD === 'undefined' ? undefined : ANALYST_BUILD
}

/** The names of all verbs, sorted: the files of `verbs/`, now or when the bundle was made. */
export async function verbNames(): Promise<readonly string[]> {
  const bundled = bundledBuild()
  if (bundled) return bundled.verbs
  const files = await readdir(join(import.meta.dirname, 'verbs'))
  return files.flatMap((file) => /^([a-z][a-z-]*)\.ts$/.exec(file)?.[1] ?? []).sort()
}
