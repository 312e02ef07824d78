import { createWriteStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import type { Connector, ConnectorContext } from '#core/connector.ts'
import { messageOf, UpstreamError } from '#core/errors.ts'

const config = z.strictObject({
  folder: z.string().min(1).describe('The folder to list; relative to the folder of instance.yaml'),
})

type Context = ConnectorContext<z.output<typeof config>>

/** What lies in a folder as a table: one row a file, with its size and age. */
export default {
  name: 'listing',
  displayName: 'Listing of a folder',
  config,
  example: { folder: 'archive' },

  async check(context) {
    await namesOf(context)
  },

  discover: () =>
    Promise.resolve([
      {
        name: 'files',
        origin: 'files',
        description: 'One row a file',
        primaryKey: ['name'],
        columns: [
          { name: 'name', type: 'VARCHAR' },
          { name: 'bytes', type: 'BIGINT' },
          { name: 'modified_at', type: 'TIMESTAMP WITH TIME ZONE' },
        ],
      },
    ]),

  async *extract(_table, _request, context) {
    const path = join(context.staging, 'files.jsonl')
    await pipeline(rowsOf(context), createWriteStream(path))
    yield { path, format: 'jsonl', bytes: (await stat(path)).size }
  },
} satisfies Connector<z.output<typeof config>>

/** Line by line: a folder may hold more names than fit into memory as one text. */
async function* rowsOf(context: Context): AsyncIterable<string> {
  for (const name of await namesOf(context)) {
    const { size, mtime } = await stat(join(folderOf(context), name))
    yield `${JSON.stringify({ name, bytes: size, modified_at: mtime.toISOString() })}\n`
  }
}

async function namesOf(context: Context): Promise<readonly string[]> {
  try {
    const entries = await readdir(folderOf(context), { withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  } catch (cause) {
    throw new UpstreamError('folder_unreadable', `The folder cannot be read: ${messageOf(cause)}`, {
      remedy: 'Check folder in instance.yaml, and that the service may read it.',
      cause,
    })
  }
}

function folderOf({ config: { folder }, configDir }: Context): string {
  return resolve(configDir, folder)
}
