import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Slice } from '#core/connector.ts'
import { canonicalJson } from '#core/sync/canonical-json.ts'
import type { ConvertResult } from '../worker/job.ts'
import { runWorker } from '../worker/run-worker.ts'
import { currentVersion, type CurrentVersion } from './current-version.ts'
import {
  openSource,
  type EngineContext,
  type OpenSource,
  type RunSurroundings,
} from './engine-context.ts'
import { profileOf } from './profile-of.ts'
import { publishVersion, type NewVersion } from './publish-version.ts'
import { refuseSuddenEmptiness, refuseTakenName } from './refusals.ts'
import { askedByPerson, holdRun, type Run, type RunOutcome } from './runs.ts'
import { markUnchanged } from './source-tables.ts'
import { storeVersion } from './store-version.ts'
import { findTable, type TableAtWork } from './table-at-work.ts'

/**
 * Pulls one table, converts it, and publishes it when its content differs from what is published.
 * Whatever goes wrong before the publication leaves the last good version in place.
 */
export async function refreshTable(
  engine: EngineContext,
  run: Run,
  surroundings: RunSurroundings,
): Promise<RunOutcome> {
  const opened = openSource(engine, run.source, surroundings)
  const table = await findTable(engine, opened, run.table_id ?? '')
  const current = await currentVersion(engine.catalogue, table.id)
  const whole = current && (await isWhole(engine, current)) ? current : undefined
  await refuseTakenName(engine.catalogue, table.known)
  // A person who asks gets the table read again, whatever the source's change marker says.
  if (whole && !askedByPerson(run) && saysUnchanged(table)) {
    return unchanged(engine, table, whole, 'the source says that nothing changed')
  }

  const converted = await convert(engine, opened, table, whole, surroundings)
  refuseSuddenEmptiness(table, current, converted)
  if (whole && isSameContent(whole, converted)) {
    return unchanged(engine, table, whole, 'read again: the content is the same')
  }

  const profiled = await profileOf(engine, table, converted, surroundings)
  surroundings.signal.throwIfAborted()
  const { version, generation } = await publishVersion(engine, async (transaction) => {
    const stored = await storeVersion(engine.objects, table, converted, profiled)
    await holdRun(transaction, run.id)
    return stored
  })
  return {
    status: 'published',
    rows: version.rows,
    rejected: version.rejected,
    bytesPublished: newBytes(version, whole),
    generation,
    details: version.warnings,
  }
}

/** Whether all that was published lies on the disk; what was lost there is made again from the source. */
async function isWhole({ objects }: EngineContext, version: CurrentVersion): Promise<boolean> {
  const there = await Promise.all(
    version.objects.map(({ sha256, size }) => objects.has(sha256, size)),
  )
  return there.every(Boolean)
}

/** What analysts who have the version before must download. */
function newBytes({ objects }: NewVersion, current: CurrentVersion | undefined): number {
  const fresh = objects.data.filter(({ sha256 }) => !current?.data.includes(sha256))
  return fresh.reduce((sum, { size }) => sum + size, objects.manifest.size)
}

function saysUnchanged({ marker, known }: TableAtWork): boolean {
  return marker !== undefined && marker === known.change_marker
}

async function unchanged(
  engine: EngineContext,
  table: TableAtWork,
  current: CurrentVersion,
  why: string,
): Promise<RunOutcome> {
  await markUnchanged(engine.catalogue, table.id, table.marker)
  return { status: 'unchanged', rows: current.rows, rejected: current.rejected, details: [why] }
}

async function convert(
  engine: EngineContext,
  { source, connector, context }: OpenSource,
  table: TableAtWork,
  current: CurrentVersion | undefined,
  { staging, signal, progress }: RunSurroundings,
): Promise<ConvertResult> {
  const slices: Slice[] = []
  for await (const slice of connector.extract(table.offered, { mode: 'full' }, context)) {
    slices.push(slice)
  }
  const output = join(staging, 'converted')
  await mkdir(output)
  const declared = source.tables[table.offered.name]
  const description = declared?.description ?? table.offered.description
  return runWorker(
    {
      kind: 'convert',
      table: table.id,
      ...(description !== undefined && { description }),
      slices,
      ...previousFile(engine, current),
      ...(table.known.pinned_schema && { pinned: table.known.pinned_schema }),
      declared: declared?.columns ?? {},
      ...(table.offered.columns && { source: table.offered.columns }),
      primaryKey: declared?.primaryKey ?? table.offered.primaryKey ?? [],
      maxRejected: declared?.maxRejected ?? 0.01,
      output,
      limits: engine.limits,
    },
    { signal, onProgress: progress },
  )
}

/** The last file: DuckDB's row groups depend on timing, so equal rows are to give it back as it is. */
function previousFile({ objects }: EngineContext, current: CurrentVersion | undefined) {
  const [sha256] = current?.data ?? []
  return sha256 === undefined ? {} : { previous: { path: objects.path(sha256), sha256 } }
}

function isSameContent(current: CurrentVersion, converted: ConvertResult): boolean {
  const schema = createHash('sha256').update(canonicalJson(converted.schema)).digest('hex')
  return (
    current.schema_sha256 === schema &&
    current.rejected === converted.rejected &&
    current.data.length === 1 &&
    current.data[0] === converted.file.sha256
  )
}
