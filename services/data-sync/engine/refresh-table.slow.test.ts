import assert from 'node:assert/strict'
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { TableConfig } from '#core/config/instance.ts'
import { declareTable, openTestEngine, type TestEngine } from '../../../tests/peers/engine.ts'
import { currentVersion } from './current-version.ts'
import type { EngineContext } from './engine-context.ts'
import { performRun } from './perform-run.ts'
import { profileOf } from './profile-of.ts'
import { claimRun, requestRun, type Run } from './runs.ts'
import type { TableAtWork } from './table-at-work.ts'
import type { RunTrigger } from './tables.ts'

let engine: TestEngine
before(async () => {
  engine = await openTestEngine()
  await mkdir(engine.context.stagingDir, { recursive: true })
})
after(() => engine[Symbol.asyncDispose]())

const never = new AbortController().signal

/** Refreshes a table by one run, as the engine does, with what instance.yaml says of it. */
async function refresh(
  name: string,
  changes: {
    readonly declared?: Partial<TableConfig>
    readonly triggers?: readonly RunTrigger[]
    readonly context?: Partial<EngineContext>
    readonly signal?: AbortSignal
  } = {},
): Promise<Run> {
  const { catalogue, events } = engine.context
  const tableId = `shop/${name}`
  for (const trigger of changes.triggers ?? ['schedule'])
    await requestRun(catalogue, events, { source: 'shop', tableId, trigger })
  const run = await claimRun(catalogue)
  assert.equal(run?.table_id, tableId)
  const table = declareTable({ origin: `${name}.csv`, ...changes.declared })
  const source = { id: 'shop', connector: 'files', config: { folder: engine.folder } }
  const context = { ...engine.context, sources: [{ ...source, tables: { [name]: table } }] }
  await performRun({ ...context, ...changes.context }, run, changes.signal ?? never)
  return catalogue.selectFrom('run').selectAll().where('id', '=', run.id).executeTakeFirstOrThrow()
}

const current = (name: string) => currentVersion(engine.context.catalogue, `shop/${name}`)

test('a table may become empty where the operator says so, and only there', async () => {
  await engine.write('a.csv', 'id\n1\n')
  assert.equal((await refresh('a')).status, 'published')
  await engine.write('a.csv', 'id\n')
  assert.equal((await refresh('a')).error_code, 'became_empty')
  assert.equal((await current('a'))?.rows, 1)
  const emptied = await refresh('a', { declared: { allowEmpty: true } })
  assert.deepEqual([emptied.status, emptied.rows], ['published', 0])
  await engine.write('a.csv', 'id\n2\n')
  assert.equal((await refresh('a')).rows, 1, 'and from nothing to something is no question')
})

test('a schedule believes the source that nothing changed, a person has it read again, also behind a schedule', async () => {
  await engine.write('b.csv', 'id\n1\n')
  await refresh('b')
  const why = async (...triggers: readonly RunTrigger[]) => {
    const { status, details } = await refresh('b', { triggers })
    assert.equal(status, 'unchanged')
    return details
  }
  const believed = ['the source says that nothing changed']
  const again = ['read again: the content is the same']
  assert.deepEqual(await why('schedule'), believed)
  assert.deepEqual(await why('start'), believed)
  assert.deepEqual(await why('portal'), again)
  assert.deepEqual(await why('schedule', 'command'), again)
  assert.deepEqual(await why('schedule'), believed)
})

test('a word of the operator is a new version of the same rows, which nobody downloads again', async () => {
  await engine.write('c.csv', 'id,n\n1,2\n')
  await refresh('c')
  const before = await current('c')
  const declared = { description: 'All of them', columns: { n: { description: 'How many' } } }
  const run = await refresh('c', { declared })
  const version = await current('c')
  assert.equal(run.status, 'published')
  assert.deepEqual(version?.data, before?.data)
  assert.notEqual(version?.schema_sha256, before?.schema_sha256)
  assert.equal(version?.description, 'All of them')
  assert.equal(run.bytes_published, version?.manifest_size)
})

test('a change that a clock does not show is found by the content', async () => {
  await engine.write('d.csv', 'id\n1\n')
  const day = new Date('2026-03-02T10:00:00Z')
  await utimes(join(engine.folder, 'd.csv'), day, day)
  await refresh('d')
  await engine.write('d.csv', 'id\n2\n')
  await utimes(join(engine.folder, 'd.csv'), day, day)
  // The same file with the same size and time: the marker is that of before.
  assert.equal((await refresh('d', { triggers: ['command'] })).status, 'published')
})

test('a run that is stopped is left as it is, for whoever takes the engine up next, and its folder is gone', async () => {
  await engine.write('e.csv', 'id\n1\n')
  const stopped = await refresh('e', { signal: AbortSignal.abort(new Error('the server stops')) })
  assert.deepEqual([stopped.status, stopped.finished_at], ['running', null])
  assert.deepEqual(await readdir(engine.context.stagingDir), [])
  assert.equal(await current('e'), undefined)
  await engine.context.catalogue.deleteFrom('run').where('id', '=', stopped.id).execute()
})

test('what is no error of ours is told as it is: a conversion that may take no memory, one without time', async () => {
  await engine.write('f.csv', `id\n${'1\n'.repeat(300_000)}`)
  const limited = async (limits: Partial<EngineContext['limits']>) => {
    const all = { ...engine.context.limits, ...limits }
    const { status, error_code, remedy } = await refresh('f', { context: { limits: all } })
    assert.equal(status, 'failed')
    return [error_code, /SYNC_[A-Z_]+/.exec(remedy ?? '')?.[0]]
  }
  assert.deepEqual(await limited({ timeoutMs: 1 }), ['worker_timeout', 'SYNC_TIMEOUT_MINUTES'])
  assert.deepEqual(await limited({ memory: '1MB' }), ['out_of_memory', 'SYNC_MEMORY_LIMIT'])
  assert.equal(await current('f'), undefined)
  assert.deepEqual(await readdir(engine.context.stagingDir), [])
})

test('a table without a profile is published with a word of it, and a stop is no missing profile', async () => {
  const staging = join(engine.folder, '..', 'profile-staging')
  await mkdir(staging)
  const path = join(staging, 'no.parquet')
  await writeFile(path, 'no Parquet')
  const converted = { file: { path, sha256: 'a'.repeat(64), size: 10, rows: 1 } }
  const profiled = (signal: AbortSignal, folder: string) =>
    profileOf(
      engine.context,
      { id: 'shop/x' } as TableAtWork,
      converted as Parameters<typeof profileOf>[2],
      { staging: folder, signal, progress: () => undefined },
    )
  const { profile, warnings } = await profiled(never, staging)
  assert.equal(profile, undefined)
  assert.match(warnings.join(), /^There is no profile: /)
  const other = join(staging, 'other')
  await mkdir(other)
  const reason = new Error('the server stops')
  await assert.rejects(profiled(AbortSignal.abort(reason), other), reason)
})
