import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { analystBundle } from '#core/sync/analyst-bundle.ts'

/** Writes the analysts' command line as one file to the path that is given: images take it along. */
if (import.meta.main) {
  const target = process.argv[2]
  if (target === undefined) throw new Error('usage: node scripts/bundle-analyst.ts FILE')
  const { outputFiles } = await build(await analystBundle(join(import.meta.dirname, '..')))
  await writeFile(target, outputFiles[0]?.contents ?? '')
}
