import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildOptions } from 'esbuild'
import { z } from 'zod'

/** What the one-file program cannot look up any more when it runs. */
export interface AnalystBuild {
  readonly version: string
  /** The exact version of @duckdb/node-api, which is fetched once on the analyst's machine. */
  readonly duckdb: string
  readonly verbs: readonly string[]
}

const manifest = z.object({
  version: z.string(),
  dependencies: z.object({ '@duckdb/node-api': z.string() }),
})

/** Packages that are CommonJS ask for Node's own modules by `require`, which a module does not have. */
const requireForCommonJs =
  "import { createRequire as commonJs } from 'node:module'; const require = commonJs(import.meta.url);"

/**
 * How esbuild makes the analysts' command line one file, `analyst.mjs`, that runs on Node 20 and later
 * without anything beside it. `root` is the checkout; the caller chooses where the result goes.
 */
export async function analystBundle(root: string): Promise<BuildOptions & { write: false }> {
  return {
    absWorkingDir: root,
    entryPoints: ['scripts/analyst.ts'],
    bundle: true,
    write: false,
    outfile: 'analyst.mjs',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['@duckdb/node-api'],
    banner: { js: `#!/usr/bin/env node\n${requireForCommonJs}` },
    define: {
      ANALYST_BUILD: JSON.stringify(await analystBuild(root)),
      'import.meta.main': 'true',
    },
    legalComments: 'none',
    logLevel: 'silent',
  }
}

async function analystBuild(root: string): Promise<AnalystBuild> {
  const text = await readFile(join(root, 'package.json'), 'utf8')
  const { version, dependencies } = manifest.parse(JSON.parse(text))
  const files = await readdir(join(root, 'scripts/analyst/verbs'))
  const verbs = files.flatMap((file) => /^([a-z][a-z-]*)\.ts$/.exec(file)?.[1] ?? [])
  return { version, duckdb: dependencies['@duckdb/node-api'], verbs: verbs.sort() }
}
