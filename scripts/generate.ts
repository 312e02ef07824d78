import { existsSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { publishFile } from '#core/files/publish-file.ts'
import { stackEnv } from '#core/run/stack-env.ts'
import { discoverAll } from '#core/run/units.ts'
import { generate } from '../deploy/generate.ts'
import type { GeneratedFile } from '../deploy/generated-file.ts'

/** The files as they should be, from the units of this checkout. */
async function wantedFiles(root: string): Promise<readonly GeneratedFile[]> {
  const { services, providers } = await discoverAll(root)
  return generate({
    stackEnv,
    services: services.map(({ manifest }) => manifest),
    providers: [...providers.values()],
  })
}

function differs(root: string, { path, content }: GeneratedFile): boolean {
  const file = join(root, path)
  return !existsSync(file) || readFileSync(file, 'utf8') !== content
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..')
  const changed = (await wantedFiles(root)).filter((file) => differs(root, file))
  if (process.argv.includes('--check')) {
    for (const { path } of changed) console.error(`${path} differs: run npm run generate`)
    process.exitCode = changed.length > 0 ? 1 : 0
  } else {
    for (const { path, content } of changed) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await publishFile(join(root, path), content)
      console.log(`wrote ${path}`)
    }
    if (changed.length === 0) console.log('everything is up to date')
  }
}
