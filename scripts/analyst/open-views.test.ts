import assert from 'node:assert/strict'
import * as duckdb from '@duckdb/node-api'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { writePointer } from './current-pointer.ts'
import { viewsFile } from './generation-folder.ts'
import { openViews, type OpenViews } from './open-views.ts'
import { workspaceAt } from './workspace.ts'

const FOLDER = '1-00000000'

/** An analyst's folder with one view over one file of it, beside a folder that is none of the analyst's data. */
async function place(t: TestContext, pointed = 'work') {
  const above = await mkdtemp(join(tmpdir(), 'views-'))
  t.after(() => rm(above, { recursive: true }))
  const workspace = workspaceAt(join(above, 'work'))
  const generation = join(workspace.generations, FOLDER)
  await mkdir(join(generation, 'readers'), { recursive: true })
  await writeFile(join(above, 'secret.csv'), 'a\nsecret\n')
  const instance = await duckdb.DuckDBInstance.create(join(generation, viewsFile))
  const connection = await instance.connect()
  const file = join(generation, 't.parquet')
  await connection.run(`copy (select 7 as n) to '${file}' (format parquet)`)
  await connection.run(`create view t as select * from read_parquet('${file}')`)
  connection.closeSync()
  instance.closeSync()
  await writePointer(workspace, {
    ...{ v: 1, generation: 1, folder: FOLDER, etag: null, server: 'https://x/' },
    ...{ dir: join(above, pointed), checked: '', synced: '' },
  })
  const marks = () => readdir(join(generation, 'readers'))
  return { above, workspace, marks }
}

const valueOf = async ({ connection }: OpenViews, sql: string): Promise<unknown> =>
  (await connection.runAndReadAll(sql)).getRows()[0]?.[0]

test('the views can be queried, and files of the folder too; the generation is held until it is closed', async (t) => {
  const { workspace, marks } = await place(t)
  await writeFile(join(workspace.dir, 'mine.csv'), 'a\n5\n')
  const views = await openViews(workspace, duckdb)
  assert.deepEqual(await marks(), [String(process.pid)])
  assert.equal(await valueOf(views, 'select n from t'), 7)
  assert.equal(await valueOf(views, `select a::int from '${join(workspace.dir, 'mine.csv')}'`), 5)
  await views.close()
  assert.deepEqual(await marks(), [])
})

// What an assistant is told to run may come from a text in the data.
test('no SQL reaches anything else of the machine, or changes that it does not', async (t) => {
  const { above, workspace } = await place(t)
  const outside = join(above, 'made')
  const views = await openViews(workspace, duckdb)
  t.after(() => views.close())
  const secret = join(above, 'secret.csv')
  for (const sql of [
    `select * from '${secret}'`,
    `select * from read_csv('${secret}')`,
    `select * from read_text('${join(workspace.dir, '..')}/secret.csv')`,
    `select * from read_blob('${workspace.dir}/../secret.csv')`,
    `select * from read_text('${workspace.dir}/.analyst/../../secret.csv')`,
    `select * from read_text('${workspace.dir}-other/x')`,
    `select * from read_text('/etc/hostname')`,
    `select * from glob('${above}/*')`,
    `select * from read_csv('http://127.0.0.1:9/x.csv')`,
    `copy (select 1) to '${outside}'`,
    `copy t to '${workspace.dir}/../made'`,
    `export database '${outside}'`,
    `attach '${outside}' as other`,
    `attach '${workspace.dir}/../made' as other`,
    'install httpfs',
    'load httpfs',
    'set enable_external_access = true',
    "set allowed_directories = ['/']",
    "set temp_directory = '/tmp'",
    'reset lock_configuration',
    'set lock_configuration = false',
    'drop view t',
    'create table mine (n int)',
    'insert into t values (1)',
    `pragma database_list; copy (select 1) to '${outside}'`,
  ]) {
    await assert.rejects(views.connection.run(sql), Error, sql)
  }
  assert.ok(!existsSync(outside))
  assert.equal(await valueOf(views, 'select n from t'), 7)
})

test('a folder that was moved is told so, and nothing is held by a refusal', async (t) => {
  const { workspace, marks } = await place(t, 'before')
  await assert.rejects(openViews(workspace, duckdb), {
    code: 'folder_moved',
    remedy: /analyst sync/,
  })
  assert.deepEqual(await marks(), [])
})

test('views that cannot be opened hold nothing either, and a folder without data says how to get some', async (t) => {
  const { workspace, marks } = await place(t)
  await writeFile(join(workspace.generations, FOLDER, viewsFile), 'no database')
  await assert.rejects(openViews(workspace, duckdb), /not a valid DuckDB database/)
  assert.deepEqual(await marks(), [])
  await rm(workspace.current)
  await assert.rejects(openViews(workspace, duckdb), { code: 'not_synced' })
})
