import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after, before, test } from 'node:test'
import { build } from 'esbuild'
import { analystBundle } from '#core/sync/analyst-bundle.ts'
import { runAnalystProcess } from '../../tests/peers/analyst.ts'
import { startDistribution, type TestDistribution } from '../../tests/peers/distribution.ts'
import { verbNames } from './build.ts'

const root = join(import.meta.dirname, '../..')
let dir: string
let program: string
let server: TestDistribution

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bundle-'))
  program = join(dir, 'analyst.mjs')
  const { outputFiles } = await build(await analystBundle(root))
  assert.equal(outputFiles.length, 1)
  await writeFile(program, outputFiles[0]?.contents ?? '')
  server = await startDistribution()
  await server.publish({
    'sales/orders': { columns: { n: 'BIGINT' }, files: ['SELECT 7::BIGINT AS n'] },
  })
})
after(async () => {
  await server.close()
  await rm(dir, { recursive: true })
})

/** Every Node on the path that is old enough to be met on an analyst's machine, and this one. */
function nodes(): readonly string[] {
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .filter((node) => majorOf(node) >= 20)
  return [...new Set([process.execPath, ...found])]
}

function majorOf(node: string): number {
  try {
    return Number.parseInt(
      execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }),
      10,
    )
  } catch (error) {
    assert.match(String(error), /ENOENT|EACCES/)
    return 0
  }
}

test('the one-file program knows every command of the checkout', async () => {
  for (const node of nodes()) {
    const { code, stdout, stderr } = await runAnalystProcess(['--help'], {
      program,
      node,
      cwd: dir,
    })
    assert.equal(code, 0, stderr)
    for (const name of await verbNames()) assert.match(stdout, new RegExp(`^  ${name} `, 'm'))
  }
})

test('without any package beside it, it says what is missing and how to go on', async () => {
  const { code, stderr } = await runAnalystProcess(['status'], { program, cwd: dir })
  assert.equal(code, 1)
  assert.match(stderr, /^error: there is no synced data in .*\nremedy: /)
})

test('with DuckDB in the user’s data folder it syncs, queries and shows its state', async () => {
  const { dependencies } = await import('../../package.json', { with: { type: 'json' } }).then(
    (module) => module.default,
  )
  const version = dependencies['@duckdb/node-api']
  const duckdb = join(dir, 'data/ai-data-analyst', `duckdb-${version}`)
  await mkdir(duckdb, { recursive: true })
  await symlink(join(root, 'node_modules'), join(duckdb, 'node_modules'))
  const env = { XDG_DATA_HOME: join(dir, 'data'), LOCALAPPDATA: join(dir, 'data') }
  for (const [index, node] of nodes().entries()) {
    const workspace = join(dir, `workspace-${index}`)
    const run = (...args: string[]) =>
      runAnalystProcess([...args, '--dir', workspace], { program, node, env, token: 'all' })
    const synced = await run('sync', '--server', server.url)
    assert.equal(synced.code, 0, synced.stderr)
    assert.equal((await run('sync')).stdout, 'up to date: generation 1\n')
    const queried = await run('query', 'SELECT n FROM orders', '--format', 'csv')
    assert.equal(queried.stdout, 'n\r\n7\r\n', queried.stderr)
    const { generation, tables } = JSON.parse((await run('status', '--format', 'json')).stdout)
    assert.deepEqual([generation, tables[0].name, tables[0].rows], [1, 'orders', 1])
  }
})

test('DuckDB that cannot be fetched is reported with what to do, and nothing half is left', async () => {
  const bin = join(dir, 'bin')
  await mkdir(bin)
  await writeFile(join(bin, 'npm'), '#!/bin/sh\necho "registry away" >&2\nexit 3\n', {
    mode: 0o755,
  })
  const data = join(dir, 'empty-data')
  const { code, stderr } = await runAnalystProcess(
    ['sync', '--server', server.url, '--dir', join(dir, 'fresh')],
    { program, token: 'all', env: { XDG_DATA_HOME: data, PATH: bin } },
  )
  assert.equal(code, 1)
  assert.match(
    stderr,
    /registry away[^]*error: @duckdb.* could not be fetched: npm ended with 3\nremedy: npm must/,
  )
  assert.deepEqual(await readdir(join(data, 'ai-data-analyst')), [])
})
