import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { TableConfig } from '#core/config/instance.ts'
import type { ConnectorContext, Slice, SourceTable } from '#core/connector.ts'
import { createLog } from '#core/log.ts'
import files from '../../connectors/files/index.ts'
import { openLoopbackServer } from './loopback-server.ts'

/** A folder with files, web servers beside it, and what a connector is given to read them. */
export interface FilesSource extends AsyncDisposable {
  readonly folder: string
  readonly outside: string
  context(
    config?: object,
    tables?: Record<string, Partial<TableConfig>>,
    more?: Partial<ConnectorContext>,
  ): ConnectorContext<ReturnType<typeof files.config.parse>>
  serve(answer: RequestListener): Promise<string>
}

export async function openFilesSource(): Promise<FilesSource> {
  const root = await mkdtemp(join(tmpdir(), 'files-connector-'))
  const folder = join(root, 'data')
  const staging = join(root, 'staging')
  await Promise.all([mkdir(folder), mkdir(staging)])
  const servers = new AsyncDisposableStack()
  return {
    folder,
    outside: root,
    context: (config = {}, tables = {}, more = {}) => ({
      configDir: root,
      staging,
      log: createLog('silent', new PassThrough()),
      signal: new AbortController().signal,
      progress: () => undefined,
      ...more,
      config: files.config.parse({ folder: 'data', ...config }),
      tables: Object.fromEntries(
        Object.entries(tables).map(([name, table]) => [
          name,
          { maxRejected: 0.01, allowEmpty: false, options: {}, ...table },
        ]),
      ),
    }),
    serve: async (answer) => servers.use(await openLoopbackServer(answer)).url,
    [Symbol.asyncDispose]: async () => {
      await servers.disposeAsync()
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** The one slice of a table. */
export async function extractOne(
  table: SourceTable,
  context: Parameters<typeof files.extract>[2],
): Promise<Slice> {
  for await (const slice of files.extract(table, { mode: 'full' }, context)) return slice
  throw new Error('no slice came')
}
