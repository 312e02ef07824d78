import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { startDistribution, type TestDistribution } from './distribution.ts'
import { runInFolder } from './memory-io.ts'

export const ordersColumns = { n: 'BIGINT', g: 'INTEGER' }

/** A thousand rows from `from` on, all of one generation, as SQL. */
export const ordersFile = (generation: number, from: number): string =>
  `SELECT i AS n, ${generation}::INTEGER AS g FROM range(${from}, ${from + 1000}) t(i)`

/** Four files of one generation of the orders. */
export const orders = (generation: number) => ({
  columns: ordersColumns,
  files: [0, 1, 2, 3].map((part) => ordersFile(generation, part * 1000)),
  description: 'Orders of all shops',
})

/** A server with the orders, a table without rows, a token for all (`all`) and one for the orders (`sales`). */
export async function startOrders(): Promise<TestDistribution> {
  const server = await startDistribution()
  server.tokens.set('sales', { tables: ['sales/*'] })
  await server.publish({
    'sales/orders': orders(1),
    'hr/pay': { columns: { n: 'BIGINT' }, files: [] },
  })
  return server
}

/** What an analyst types in a folder, against the server that is there when it is called. */
export function analystOf(server: () => TestDistribution) {
  async function run(dir: string, args: readonly string[], token = 'all') {
    const { code, stdout: out, stderr: err } = await runInFolder(dir, args, { token })
    return { code, out, err }
  }
  return {
    run,
    /** A new folder, gone with the test, as is what the test intercepts. */
    async folder(t: TestContext): Promise<string> {
      const dir = await mkdtemp(join(tmpdir(), 'analyst-'))
      t.after(() => rm(dir, { recursive: true }))
      t.after(() => (server().intercept = () => false))
      return dir
    },
    sync: (dir: string, ...more: string[]) =>
      run(dir, ['sync', '--server', server().url, '--dir', dir, ...more]),
    async rowsOf(dir: string, sql: string): Promise<unknown> {
      const { code, out, err } = await run(dir, ['query', sql, '--format', 'json'])
      assert.equal(code, 0, err)
      return JSON.parse(out)
    },
  }
}
