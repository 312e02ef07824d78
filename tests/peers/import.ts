import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Instance } from '#core/config/instance.ts'
import type { Database } from '#core/database/connect.ts'
import { readEnv } from '#core/env.ts'
import type { ImportEntry } from '#core/import/importer.ts'
import { findPaths } from '#core/paths.ts'
import { stackEnv } from '#core/run/stack-env.ts'
import { migrationOwners } from '#core/run/units.ts'
import { findImporters } from '../../scripts/import/find-importers.ts'
import { applyImport, planImport } from '../../scripts/import/import-folder.ts'
import { exampleInstance } from './example-instance.ts'
import { openTestDatabase } from './postgres.ts'
import { temporaryFolder } from './stack.ts'

const root = join(import.meta.dirname, '../..')

/** A copy of the original's data folder before an empty stack, with the importers of all units. */
export interface TestImport extends AsyncDisposable {
  readonly db: Database
  readonly dir: string
  /** What DATA_DIR is. */
  readonly dataDir: string
  plan(): Promise<readonly ImportEntry[]>
  apply(): Promise<readonly ImportEntry[]>
}

/** Writes the files, objects as JSON; people of acme.com are the original's own. */
export async function openTestImport(
  files: Readonly<Record<string, unknown>>,
  sources: Instance['sources'] = [],
): Promise<TestImport> {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(await temporaryFolder())
  const data = opened.use(await temporaryFolder())
  for (const [name, value] of Object.entries(files)) {
    const path = join(folder.path, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value))
  }
  const storage = await openTestDatabase(await migrationOwners(root))
  opened.defer(() => storage.close())
  const rawEnv = { DATA_DIR: data.path }
  const env = readEnv(stackEnv, rawEnv)
  const admitted = { allowedDomains: ['acme.com'], allowedEmails: ['partner@else.org'] }
  const instance = exampleInstance({
    path: join(folder.path, 'instance.yaml'),
    auth: { ...admitted, disabled: [], providers: {} },
    sources,
  })
  const work = {
    db: storage.db,
    dir: folder.path,
    domains: ['acme.com'],
    importers: await findImporters(root),
    installation: { env, rawEnv, instance, paths: findPaths(root, env) },
  }
  const kept = opened.move()
  return {
    ...{ db: storage.db, dir: folder.path, dataDir: data.path },
    plan: () => planImport(work),
    apply: () => applyImport(work),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** The entries as lines without their details, which are quicker to compare. */
export function linesOf(entries: readonly ImportEntry[]): readonly string[] {
  return entries.map(({ state, file, key }) => [state, file, key].filter(Boolean).join(' '))
}
