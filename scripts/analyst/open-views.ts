import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { makeFolder } from '#core/files/make-folder.ts'
import { Conflict } from '#core/errors.ts'
import { quoteText } from '#core/sync/sql-text.ts'
import type { LoadedDuckdb } from './duckdb.ts'
import { viewsFile } from './generation-folder.ts'
import { holdGeneration } from './generation-reader.ts'
import type { Workspace } from './workspace.ts'

/** A connection to the current generation's views, which stay as they are until `close`. */
export interface OpenViews {
  readonly connection: DuckDBConnection
  close(): Promise<void>
}

/**
 * Opens the views read-only. SQL reaches files of the analyst's folder and nothing else of this machine,
 * loads no extension and cannot change these settings.
 */
export async function openViews(workspace: Workspace, duckdb: LoadedDuckdb): Promise<OpenViews> {
  const reader = await holdGeneration(workspace)
  try {
    if (reader.pointer.dir !== workspace.dir) throw moved(workspace.dir, reader.pointer.dir)
    const temporary = join(workspace.control, 'tmp')
    await makeFolder(temporary)
    const instance = await duckdb.DuckDBInstance.create(join(reader.folder, viewsFile), {
      access_mode: 'READ_ONLY',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    })
    const connection = await instance.connect()
    await connection.run(`
      SET temp_directory = ${quoteText(temporary)};
      SET allowed_directories = [${quoteText(workspace.dir)}];
      SET enable_external_access = false;
      SET lock_configuration = true;
    `)
    return {
      connection,
      async close() {
        connection.closeSync()
        instance.closeSync()
        await reader.release()
      },
    }
  } catch (error) {
    await reader.release()
    throw error
  }
}

function moved(dir: string, from: string): Conflict {
  return new Conflict('folder_moved', `the views were made for ${from}, the folder is now ${dir}`, {
    remedy: 'Run `analyst sync`: it makes them anew without fetching the data again.',
  })
}
