import type { Dialect, Slice, SliceFormat } from '#core/connector.ts'
import { ConfigError } from '#core/errors.ts'
import type { FilesConfig, TableOptions } from './config.ts'
import { shownOrigin } from './shown-origin.ts'

const formats: Readonly<Record<string, SliceFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
}

const form = /^(?<stem>.*)\.(?<extension>csv|tsv|txt|json|jsonl|ndjson|parquet)(?<gzip>\.gz)?$/i

/** What a file's name says: its format and packing; undefined when it is none of ours. */
export function fileForm(
  name: string,
): { stem: string; extension: string; format: SliceFormat; gzip: boolean } | undefined {
  const { stem, extension, gzip } = form.exec(name)?.groups ?? {}
  const format = formats[extension?.toLowerCase() ?? '']
  if (stem === undefined || extension === undefined || !format) return undefined
  if (gzip && format === 'parquet') return undefined
  return { stem, extension: extension.toLowerCase(), format, gzip: gzip !== undefined }
}

/** How the engine is to read a file: by the table's options, the source's, then the file's name. */
export function sliceForm(
  origin: string,
  config: FilesConfig,
  options: TableOptions,
): Pick<Slice, 'format' | 'dialect' | 'header' | 'compression'> {
  const known = fileForm(originName(origin))
  const format = options.format ?? known?.format
  if (!format) {
    throw new ConfigError([
      `${shownOrigin(origin)}: the name does not say what it is; set options.format to csv, json, jsonl or parquet`,
    ])
  }
  const packing =
    (known?.gzip ?? /\.gz$/i.test(originName(origin))) ? { compression: 'gzip' as const } : {}
  if (format === 'parquet') return { format, ...packing }
  const quote = options.quote ?? config.quote ?? '"'
  const dialect: Dialect = {
    delimiter: options.delimiter ?? config.delimiter ?? (known?.extension === 'tsv' ? '\t' : ','),
    quote,
    escape: options.escape ?? config.escape ?? quote,
    encoding: options.encoding ?? config.encoding ?? 'utf-8',
  }
  if (format !== 'csv') return { format, dialect, ...packing }
  refuseSameCharacters(origin, dialect)
  return { format, dialect, header: options.header ?? config.header ?? true, ...packing }
}

function refuseSameCharacters(origin: string, { delimiter, quote, escape }: Dialect): void {
  const same = delimiter === quote ? 'quote' : delimiter === escape ? 'escape' : undefined
  if (same === undefined) return
  throw new ConfigError([
    `${shownOrigin(origin)}: ${JSON.stringify(delimiter)} cannot be delimiter and ${same} at once`,
  ])
}

/** Whether a table comes from an address: a file may be called `sales:2024.csv`. */
export function isAddress(origin: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(origin)
}

/** The last part of a path or an address, without its query. */
export function originName(origin: string): string {
  const path = isAddress(origin) && URL.canParse(origin) ? new URL(origin).pathname : origin
  return path.slice(path.lastIndexOf('/') + 1)
}
