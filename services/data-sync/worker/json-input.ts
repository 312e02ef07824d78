import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Slice } from '#core/connector.ts'
import { UpstreamError } from '#core/errors.ts'
import { quoteList, quoteText } from '#core/sync/sql-text.ts'
import { writeChecked } from './checked-write.ts'
import { exactCast } from './exact-cast.ts'
import type { Input } from './input.ts'
import type { ConvertJob } from './job.ts'
import { objectTooLarge } from './failure.ts'
import { exactly, textOf, withoutMark } from './exact-text.ts'
import { selectRows } from './open-duckdb.ts'
import { noColumnsOfPaths, readParquet } from './read-parquet.ts'
import { mostRejects } from './rejects.ts'
import { checkArchive, sliceBytes } from './slice-bytes.ts'
import { utf8Slice } from './utf8-slice.ts'

const largestObject = 32 << 20

/**
 * Opens JSON: an array of objects, or one object a line. The keys of all objects become columns; what is
 * not an object is rejected, and a broken array fails.
 */
export async function openJson(db: DuckDBConnection, job: ConvertJob): Promise<Input> {
  const slices: Slice[] = []
  for (const [index, given] of job.slices.entries()) {
    const slice = await utf8Slice(given, join(job.output, 'temp', `utf8-${index}.json`))
    await checkSlice(slice)
    slices.push(slice)
  }
  const objects = (await Promise.all(slices.map(readObjects))).join(' UNION ALL ')
  const keys = await selectRows(
    db,
    `SELECT ${exactly('key')} FROM (SELECT unnest(json_keys(object)) AS key, slice, line FROM (${objects}) WHERE json_type(object) = 'OBJECT')
     GROUP BY key ORDER BY min((slice, line)), key`,
  )
  const names = await inOrderOfAppearance(db, objects, keys.map(textOf))
  if (names.length === 0) await refuseEmpty(job)
  const staged = await stage(db, objects, names, join(job.output, 'temp', 'objects.parquet'))
  await rejectOthers(db, objects)

  const text = (position: number): string => `(CAST(v${position} AS JSON) ->> '$')`
  return {
    // PostgreSQL, where the schema is kept, takes no NUL.
    columns: names.map((name) => ({ sourceName: withoutMark(name).replaceAll('\0', '\ufffd') })),
    undecided: (positions) => ({
      from: staged,
      columns: positions.map((position) => ({
        text: text(position),
        jsonType: `json_type(v${position})`,
      })),
    }),
    write: (columns, target) =>
      writeChecked(
        db,
        { from: staged, place: { slice: 'slice', line: 'line' }, table: job.table },
        columns.map(({ name, input, type, origin }) => ({
          name,
          type,
          text: text(input),
          ...(type === 'JSON'
            ? { value: `CAST(v${input} AS JSON)`, misfit: 'false' }
            : exactCast(text(input), type, origin === 'declared')),
        })),
        target,
      ),
  }
}

/**
 * Reads what DuckDB does not read to its end: an archive that is cut off, and a line above its limit, which it leaves
 * out without a word where it is the last one.
 */
async function checkSlice(slice: Slice): Promise<void> {
  if (slice.format !== 'jsonl') return checkArchive(slice)
  let length = 0
  for await (const bytes of sliceBytes(slice)) {
    let start = 0
    for (let end; (end = bytes.indexOf(10, start)) !== -1; start = end + 1) {
      refuseLongLine(length + end - start)
      length = 0
    }
    length += bytes.length - start
    refuseLongLine(length)
  }
}

function refuseLongLine(length: number): void {
  if (length > largestObject) throw objectTooLarge()
}

/** Rows `slice, line, object, text`; `object` is NULL where the text is not JSON. */
async function readObjects(slice: Slice, index: number): Promise<string> {
  const place = `${index + 1} AS slice, row_number() OVER () AS line`
  const compression = `compression = '${slice.compression ?? 'uncompressed'}'`
  if (slice.format === 'jsonl') {
    return `SELECT slice, line, CASE WHEN json_valid(text) THEN CAST(text AS JSON) END AS object, text
      FROM (SELECT ${place}, text FROM read_csv(${quoteText(slice.path)}, auto_detect = false, header = false,
        delim = '', quote = '', escape = '', ${compression}, max_line_size = ${largestObject}, ${noColumnsOfPaths},
        buffer_size = ${largestObject * 2}, columns = {'text': 'VARCHAR'})) WHERE trim(text) <> ''`
  }
  const format = (await firstCharacter(slice)) === '[' ? 'array' : 'unstructured'
  return `SELECT ${place}, json AS object, CAST(json AS VARCHAR) AS text
    FROM read_json_objects(${quoteText(slice.path)}, format = '${format}', ${compression},
      maximum_object_size = ${largestObject}, ${noColumnsOfPaths})`
}

async function firstCharacter(slice: Slice): Promise<string> {
  for await (const bytes of sliceBytes(slice)) {
    return bytes
      .toString('utf8', 0, 1024)
      .replace(/^\ufeff/, '')
      .trimStart()
      .charAt(0)
  }
  return ''
}

/** Keys of the first objects in their own order, later keys behind them. */
async function inOrderOfAppearance(
  db: DuckDBConnection,
  objects: string,
  keys: readonly string[],
): Promise<readonly string[]> {
  const first = await selectRows(
    db,
    `SELECT ${exactly('key')} FROM (SELECT unnest(json_keys(object)) AS key FROM (SELECT * FROM (${objects}) LIMIT 1))`,
  )
  const ordered = first.map(textOf).filter((key) => keys.includes(key))
  return [...new Set([...ordered, ...keys])]
}

async function refuseEmpty(job: ConvertJob): Promise<void> {
  const sizes = await Promise.all(job.slices.map(async ({ path }) => (await stat(path)).size))
  const reason = sizes.every((size) => size === 0) ? 'came as an empty file' : 'holds no object'
  throw new UpstreamError(
    'empty_source',
    `${job.table} ${reason}, so that its columns are unknown.`,
    {
      remedy: 'Check the export at its source; the last good version stays published.',
    },
  )
}

/** Takes the objects apart once: `slice, line, v0, v1, …`, each value as JSON text, null as NULL. */
async function stage(
  db: DuckDBConnection,
  objects: string,
  names: readonly string[],
  path: string,
): Promise<string> {
  const pointers = names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  const values = names.map(
    (_, index) => `nullif(CAST(v[${index + 1}] AS VARCHAR), 'null') AS v${index}`,
  )
  await db.run(
    `COPY (SELECT slice, line, ${values.join(', ')} FROM (
       SELECT slice, line, json_extract(object, ${quoteList(pointers)}) AS v
       FROM (${objects}) WHERE json_type(object) = 'OBJECT'))
     TO ${quoteText(path)} (FORMAT parquet, CODEC zstd)`,
  )
  return readParquet(path)
}

async function rejectOthers(db: DuckDBConnection, objects: string): Promise<void> {
  await db.run(
    `INSERT INTO rejects
     SELECT slice, line, NULL, CASE WHEN object IS NULL THEN 'INVALID JSON' ELSE 'NOT AN OBJECT' END,
            'expected one JSON object', left(text, 10000)
     FROM (${objects}) WHERE coalesce(json_type(object), '') <> 'OBJECT' LIMIT ${mostRejects}`,
  )
}
