import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { Registry } from 'prom-client'
import { openObjectStore, type ObjectStore } from '#core/files/object-store.ts'
import { createLog } from '#core/log.ts'
import type { CatalogueTables } from '../../services/data-sync/distribution/catalogue-tables.ts'
import {
  createDistribution,
  type Distribution,
} from '../../services/data-sync/distribution/distribution.ts'
import { openTestDatabase } from './postgres.ts'
import { openPublisher, type Publisher } from './publisher.ts'

/** A real distribution on a loopback port over a real catalogue. */
export interface TestDistribution extends Publisher {
  readonly url: string
  readonly catalogue: Kysely<CatalogueTables>
  readonly objects: ObjectStore
  /** Who has which token: add, change and delete at will. */
  readonly tokens: Map<string, { tables: readonly string[] }>
  /** `METHOD /path` of every request so far. */
  readonly requests: string[]
  /** What stands before the server: true when it has answered itself. */
  intercept: (req: IncomingMessage, res: ServerResponse) => boolean
  /** From now on the server signs with another key. */
  changeKey(): void
}

const migrations = join(import.meta.dirname, '../../services/data-sync/migrations')

/** The token `all` may read every table. */
export async function startDistribution(): Promise<TestDistribution> {
  const dir = await mkdtemp(join(tmpdir(), 'distribution-'))
  const storage = await openTestDatabase([{ owner: 'data-sync', dir: migrations }])
  const catalogue = storage.db.of<CatalogueTables>('data_sync')
  const objects = openObjectStore(join(dir, 'objects'))
  const publisher = await openPublisher(catalogue, objects)
  const tokens = new Map<string, { tables: readonly string[] }>([['all', { tables: ['*'] }]])
  const make = (): Distribution =>
    createDistribution({
      authenticate: async (token) => tokens.get(token),
      catalogue,
      objects,
      signingKey: newKey(),
      keepMs: 48 * 3_600_000,
      log: createLog(process.env['TEST_LOG'] ?? 'silent'),
      metrics: new Registry(),
    })
  let distribution = make()
  const requests: string[] = []
  // A client that waits for more than was sent waits for ever, and not until the connection is given up.
  const server = createServer({ keepAliveTimeout: 0 }, (req, res) => {
    requests.push(`${req.method} ${req.url}`)
    if (peer.intercept(req, res)) return
    void distribution.handle(req, res).then((done) => {
      if (!done) res.writeHead(404).end('not distribution')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const peer: TestDistribution = {
    ...publisher,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    catalogue,
    objects,
    tokens,
    requests,
    intercept: () => false,
    changeKey() {
      distribution = make()
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await publisher.close()
      await storage.close()
      await rm(dir, { recursive: true })
    },
  }
  return peer
}

function newKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey
}
