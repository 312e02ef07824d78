import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Registry } from 'prom-client'
import { openObjectStore, type ObjectStore } from '#core/files/object-store.ts'
import { createLog } from '#core/log.ts'
import type { Catalogue } from '../../services/data-sync/engine/runs.ts'
import type { DataSyncTables } from '../../services/data-sync/engine/tables.ts'
import {
  createDistribution,
  type Distribution,
} from '../../services/data-sync/distribution/distribution.ts'
import { openLoopbackServer } from './loopback-server.ts'
import { openTestDatabase } from './postgres.ts'
import { openPublisher, type Publisher } from './publisher.ts'

/** A real distribution on a loopback port over a real catalogue. */
export interface TestDistribution extends Publisher {
  readonly url: string
  readonly catalogue: Catalogue
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
  const catalogue = storage.db.of<DataSyncTables>('data_sync')
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
  const server = await openLoopbackServer(
    (req, res) => {
      requests.push(`${req.method} ${req.url}`)
      if (peer.intercept(req, res)) return
      void distribution.handle(req, res).then((done) => {
        if (!done) res.writeHead(404).end('not distribution')
      })
    },
    { keepAliveTimeout: 0 },
  )
  const peer: TestDistribution = {
    ...publisher,
    url: `${server.url}/`,
    catalogue,
    objects,
    tokens,
    requests,
    intercept: () => false,
    changeKey() {
      distribution = make()
    },
    async close() {
      await server[Symbol.asyncDispose]()
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
