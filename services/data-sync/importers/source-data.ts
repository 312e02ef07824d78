import { join, resolve } from 'node:path'
import { z } from 'zod'
import { dataNameOf } from '#core/config/data-name.ts'
import type { ImportContext, ImportEntry, Importer } from '#core/import/importer.ts'
import { readEntries } from '#core/import/read-entries.ts'

const PARQUET = /^(.*\/)?parquet\/((?:private\/)?[^/]+)\/(.+)\.parquet$/
const SETTINGS = /(^|\/)sync_settings\.json$/
const OWN_SETTINGS = /(^|\/)\.?sync_settings[^/]*\.yaml$/
const METADATA = /(^|\/)src_data\/metadata\//

/**
 * The original's tables stay where they are: a source of instance.yaml takes them, with types, versions and
 * grants like any other. What people had switched on or off has no counterpart: groups say who sees what.
 */
export default {
  knows: (file) => [PARQUET, SETTINGS, OWN_SETTINGS, METADATA].some((each) => each.test(file)),
  async take(files, context) {
    const entries: ImportEntry[] = []
    for (const file of files.filter((each) => SETTINGS.test(each))) {
      const { good, refused } = await readEntries(context.dir, file, z.looseObject({}))
      entries.push(...good.map(([key]) => settingsOf(file, key)), ...refused)
    }
    for (const file of files.filter((each) => OWN_SETTINGS.test(each))) {
      entries.push(settingsOf(file))
    }
    for (const file of files.filter((each) => METADATA.test(each))) {
      const detail = 'state of the original’s sync: made anew from the sources'
      entries.push({ state: 'left', file, detail })
    }
    const tables = files.filter((each) => PARQUET.test(each))
    const folders = Map.groupBy(tables, (file) => {
      const [, before = '', folder = ''] = PARQUET.exec(file) ?? []
      return `${before}parquet/${folder}`
    })
    const taken = new Set(context.installation.instance.sources.map(({ id }) => id))
    for (const [folder, own] of folders) entries.push(...tablesOf(folder, own, taken, context))
    return entries
  },
} satisfies Importer

function settingsOf(file: string, key?: string): ImportEntry {
  const detail = 'nothing here corresponds: a machine pulls all that its person may see'
  return { state: 'left', file, ...(key !== undefined && { key }), detail }
}

function tablesOf(
  folder: string,
  files: readonly string[],
  taken: Set<string>,
  { dir, installation: { instance } }: Pick<ImportContext, 'dir' | 'installation'>,
): readonly ImportEntry[] {
  const place = join(dir, folder)
  const source = instance.sources.find(
    ({ config }) => folderOf(config, resolve(instance.path, '..')) === place,
  )
  if (source) {
    const detail = `${files.length} files are taken by the source ${source.id}`
    return [{ state: 'there', file: folder, detail }]
  }
  const name = freeName(dataNameOf(folder.split('/').at(-1) ?? ''), taken)
  const lines = `${name}: { connector: files, folder: ${JSON.stringify(place)} }`
  const parts = new Set(
    files.map((file) => file.slice(folder.length + 1)).filter((path) => path.includes('/')),
  )
  const tables = new Set([...parts].map((path) => path.split('/')[0] ?? ''))
  return [
    { state: 'left', file: folder, detail: `add below sources in instance.yaml: ${lines}` },
    ...[...tables].map((key) => ({
      ...{ state: 'left' as const, file: folder, key },
      detail:
        'is a table in parts, and a source takes each file as a table: write it as one Parquet file first',
    })),
  ]
}

/** Two folders may come to one name; each source needs its own. */
function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let copy = 2; taken.has(name); copy += 1) name = `${wanted}_${copy}`
  taken.add(name)
  return name
}

function folderOf(config: unknown, base: string): string | undefined {
  const parsed = z.looseObject({ folder: z.string() }).safeParse(config)
  return parsed.success ? resolve(base, parsed.data.folder) : undefined
}
