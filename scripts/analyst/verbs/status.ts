import { formatBytes } from '#core/portal/format-bytes.ts'
import { readPointer, type CurrentPointer } from '../current-pointer.ts'
import { currentRecord, type GenerationRecord } from '../generation-record.ts'
import { notSynced } from '../read-json.ts'
import { textTable } from '../text-table.ts'
import { defineVerb, dirOption } from '../verb.ts'
import { findWorkspace } from '../workspace.ts'
import { chosenFormat, formatOption } from '../result-format.ts'

/** Data that was not compared with the server for this long is called stale. */
const staleMs = 24 * 60 * 60 * 1000

export default defineVerb({
  name: 'status',
  summary: 'Show what this folder holds and how old it is',
  options: { dir: dirOption, format: { ...formatOption, description: 'table or json' } },
  async run(values, io) {
    const workspace = findWorkspace(values.dir, io.cwd)
    const format = chosenFormat(values.format, ['table', 'json'])
    const pointer = await readPointer(workspace)
    const record = await currentRecord(workspace, pointer)
    if (!pointer || !record) throw notSynced(workspace.dir)
    const status = statusOf(pointer, record, Date.now())
    io.stdout.write(
      format === 'json' ? `${JSON.stringify(status, undefined, 2)}\n` : forPeople(status),
    )
  },
})

/** What `--format json` prints; times are ISO 8601. */
export interface Status {
  readonly server: string
  readonly generation: number
  readonly published: string
  readonly lastCheck: string
  readonly lastChange: string
  readonly stale: boolean
  readonly tables: readonly {
    readonly name: string
    readonly id: string
    readonly dataset: string
    readonly rows: number
    readonly bytes: number
    readonly rejected: number
    readonly columns: number
    readonly updated: string
    readonly description?: string
    readonly problem?: string
  }[]
}

/** The state of a folder at the time `now` (ms). */
export function statusOf(pointer: CurrentPointer, record: GenerationRecord, now: number): Status {
  return {
    server: pointer.server,
    generation: pointer.generation,
    published: record.created,
    lastCheck: pointer.checked,
    lastChange: pointer.synced,
    stale: now - Date.parse(pointer.checked) > staleMs,
    tables: record.tables.map(({ view, id, dataset, rows, bytes, rejected, columns, ...rest }) => ({
      name: view,
      id,
      dataset,
      rows,
      bytes,
      rejected,
      columns,
      updated: rest.updated,
      ...(rest.description === undefined ? {} : { description: rest.description }),
      ...(rest.problem === undefined ? {} : { problem: rest.problem }),
    })),
  }
}

function forPeople(status: Status): string {
  const rows = status.tables.map(({ name, dataset, rows: count, columns, bytes, updated }) => [
    name,
    dataset,
    String(count),
    String(columns),
    formatBytes(bytes),
    updated.slice(0, 16).replace('T', ' '),
  ])
  const numbers = [false, false, true, true, true, false]
  const headings = ['table', 'dataset', 'rows', 'columns', 'size', 'published (UTC)']
  return (
    `server      ${status.server}\n` +
    `generation  ${status.generation}, published ${status.published}\n` +
    `checked     ${status.lastCheck}${status.stale ? '  STALE: run `analyst sync`' : ''}\n\n` +
    textTable(headings, rows, numbers)
  )
}
