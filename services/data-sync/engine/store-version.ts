import type { ObjectStore } from '#core/files/object-store.ts'
import { canonicalJson } from '#core/sync/canonical-json.ts'
import type { TableManifest } from '#core/sync/root.ts'
import type { ConvertResult } from '../worker/job.ts'
import type { Profiled } from './profile-of.ts'
import type { NewVersion } from './publish-version.ts'
import type { TableAtWork } from './table-at-work.ts'

/** Makes all objects of a converted table durable. */
export async function storeVersion(
  objects: ObjectStore,
  table: TableAtWork,
  converted: ConvertResult,
  { profile, warnings }: Profiled,
): Promise<NewVersion> {
  const putJson = (value: unknown) => objects.putBytes(canonicalJson(value))

  await objects.put(converted.file.path, converted.file.sha256)
  if (converted.rejectsFile) {
    await objects.put(converted.rejectsFile.path, converted.rejectsFile.sha256)
  }
  const schema = await putJson(converted.schema)
  return {
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
    objects: {
      schema,
      manifest: await putJson(manifestOf(table.id, schema.sha256, converted)),
      data: [converted.file],
      ...(profile && { profile: await putJson(profile) }),
      ...(converted.rejectsFile && { rejects: converted.rejectsFile }),
    },
  }
}

function manifestOf(table: string, schema: string, { file }: ConvertResult): TableManifest {
  const { sha256, size, rows } = file
  return { v: 1, table, schema, partitions: [{ key: '', files: [{ sha256, size, rows }] }] }
}
