import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '#core/errors.ts'
import { canonicalJson } from '#core/sync/canonical-json.ts'
import type { TableManifest } from '#core/sync/root.ts'
import type { TableProfile } from '#core/sync/table-profile.ts'
import type { ConvertResult } from '../worker/job.ts'
import { runWorker } from '../worker/run-worker.ts'
import type { CurrentVersion } from './current-version.ts'
import type { EngineContext, RunSurroundings } from './engine-context.ts'
import type { NewVersion } from './publish-version.ts'
import type { TableAtWork } from './table-at-work.ts'

/** Profiles a converted table and makes all of its objects durable: all but the publication. */
export async function storeVersion(
  engine: EngineContext,
  table: TableAtWork,
  current: CurrentVersion | undefined,
  converted: ConvertResult,
  surroundings: RunSurroundings,
): Promise<{ readonly version: NewVersion; readonly newBytes: number }> {
  const { profile, warnings } = await profileOf(engine, table, converted, surroundings)
  const { objects } = engine
  const putJson = (value: unknown) => objects.putBytes(canonicalJson(value))

  await objects.put(converted.file.path, converted.file.sha256)
  if (converted.rejectsFile) {
    await objects.put(converted.rejectsFile.path, converted.rejectsFile.sha256)
  }
  const schema = await putJson(converted.schema)
  const stored = {
    schema,
    manifest: await putJson(manifestOf(table.id, schema.sha256, converted)),
    data: [converted.file],
    ...(profile && { profile: await putJson(profile) }),
    ...(converted.rejectsFile && { rejects: converted.rejectsFile }),
  }
  const version: NewVersion = {
    tableId: table.id,
    dataset: table.known.dataset,
    name: table.known.name,
    ...(converted.schema.description !== undefined && {
      description: converted.schema.description,
    }),
    rows: converted.file.rows,
    bytes: converted.file.size,
    rejected: converted.rejected,
    rejects: converted.rejects,
    warnings: [...converted.warnings, ...warnings],
    schema: converted.schema,
    changeMarker: table.marker,
    objects: stored,
  }
  const isNew = !current?.data.includes(converted.file.sha256)
  return { version, newBytes: stored.manifest.size + (isNew ? converted.file.size : 0) }
}

function manifestOf(table: string, schema: string, { file }: ConvertResult): TableManifest {
  const { sha256, size, rows } = file
  return { v: 1, table, schema, partitions: [{ key: '', files: [{ sha256, size, rows }] }] }
}

/** A table without a profile is still a good table: the failure becomes a warning that people see. */
async function profileOf(
  engine: EngineContext,
  table: TableAtWork,
  converted: ConvertResult,
  { staging, signal }: RunSurroundings,
): Promise<{ readonly profile?: TableProfile; readonly warnings: readonly string[] }> {
  const output = join(staging, 'profiled')
  await mkdir(output)
  try {
    const profile = await runWorker(
      {
        kind: 'profile',
        table: table.id,
        file: converted.file.path,
        output,
        limits: engine.limits,
      },
      { signal },
    )
    return { profile, warnings: [] }
  } catch (error) {
    signal.throwIfAborted()
    engine.log.warn({ err: error, table: table.id }, 'published without a profile')
    return { warnings: [`There is no profile: ${messageOf(error)}`] }
  }
}
