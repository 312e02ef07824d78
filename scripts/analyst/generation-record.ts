import { join } from 'node:path'
import { z } from 'zod'
import { publishFile } from '#core/files/publish-file.ts'
import { rootTable, sha256 } from '#core/sync/root.ts'
import type { CurrentPointer } from './current-pointer.ts'
import { damaged, readJsonIfPresent } from './read-json.ts'
import type { Workspace } from './workspace.ts'

/** What one generation's folder holds; `generation.json` is written last, so it means "complete". */
const generationRecord = z.object({
  v: z.literal(1),
  generation: z.number().int().nonnegative(),
  created: z.string(),
  /** The analyst folder whose absolute path the views name. */
  dir: z.string(),
  tables: z.array(
    z.object({
      ...rootTable.omit({ schema: true, profile: true, manifest: true }).shape,
      /** The name of the view. */
      view: z.string(),
      columns: z.number().int(),
      files: z.number().int(),
      /** Why there is no view, if there is none. */
      problem: z.string().optional(),
    }),
  ),
  /** Every object that the generation is made of. */
  objects: z.array(sha256),
})

export type GenerationRecord = z.infer<typeof generationRecord>

/** The record of a generation's folder; undefined when the folder is not complete. */
export async function readGenerationRecord(folder: string): Promise<GenerationRecord | undefined> {
  const file = join(folder, 'generation.json')
  const value = await readJsonIfPresent(file)
  if (value === undefined) return undefined
  const record = generationRecord.safeParse(value)
  if (!record.success) throw damaged(file, z.prettifyError(record.error), record.error)
  return record.data
}

/** The record of the generation that a pointer names; undefined when there is no pointer, or no record. */
export async function currentRecord(
  { generations }: Workspace,
  pointer: CurrentPointer | undefined,
): Promise<GenerationRecord | undefined> {
  return pointer && readGenerationRecord(join(generations, pointer.folder))
}

export async function writeGenerationRecord(
  folder: string,
  record: GenerationRecord,
): Promise<void> {
  await publishFile(join(folder, 'generation.json'), JSON.stringify(record))
}
