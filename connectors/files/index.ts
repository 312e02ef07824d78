import { copyFile, constants } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { dataNameOf } from '#core/config/data-name.ts'
import type { Connector, ConnectorContext, Slice, SourceTable } from '#core/connector.ts'
import { ConfigError, UpstreamError } from '#core/errors.ts'
import { filesConfig, tableOptions, type FilesConfig, type TableOptions } from './config.ts'
import { download, remoteMarker, type RequestBounds } from './download.ts'
import { fileForm, isAddress, originName, sliceForm } from './file-form.ts'
import { filesBelow, localFile, realFolder } from './local-file.ts'

type Context = ConnectorContext<FilesConfig>

/** CSV, JSON and Parquet files in a folder beside instance.yaml, or at https addresses. */
export default {
  name: 'files',
  displayName: 'Files',
  config: filesConfig,
  tableOptions,
  example: { folder: 'data', delimiter: ';', encoding: 'windows-1250' },

  async check(context) {
    if (context.config.folder !== undefined)
      await realFolder(context.configDir, context.config.folder)
    else if (Object.keys(context.tables).length === 0) {
      throw new ConfigError(['files: set folder, or name tables whose origin is an https address'])
    }
  },

  async discover(context) {
    const declared = Object.keys(context.tables)
    return declared.length > 0
      ? Promise.all(declared.map((name) => declaredTable(context, name)))
      : filesOfFolder(context)
  },

  async *extract(table, _request, context) {
    const form = sliceForm(
      table.origin,
      context.config,
      parseOptions(table.name, table.options ?? {}),
    )
    // The copy is named by a hash: an origin is no safe file name.
    const name = createHash('sha256').update(table.origin).digest('hex').slice(0, 16)
    const path = join(context.staging, `${table.name}-${name}`)
    const bytes = isAddress(table.origin)
      ? await download(table.origin, path, boundsOf(context))
      : await snapshot(context, table.origin, path)
    yield { ...form, path, bytes } satisfies Slice
  },
} satisfies Connector<FilesConfig>

async function declaredTable(context: Context, name: string): Promise<SourceTable> {
  const { origin = name, description, primaryKey, options = {} } = context.tables[name] ?? {}
  return {
    name,
    origin,
    options,
    ...(description !== undefined && { description }),
    ...(primaryKey !== undefined && { primaryKey }),
    ...(await stateOf(context, origin, parseOptions(name, options))),
  }
}

/**
 * What is known of a file without reading it. One that cannot be had must not keep the other tables of its source
 * from being refreshed: it is offered without a marker, so that it is read, which fails with the reason.
 */
async function stateOf(
  context: Context,
  origin: string,
  options: TableOptions,
): Promise<Pick<SourceTable, 'changeMarker'>> {
  try {
    // Read otherwise, the same file is another table.
    const form = JSON.stringify(sliceForm(origin, context.config, options))
    const marker = isAddress(origin)
      ? await remoteMarker(origin, boundsOf(context))
      : (await localFile(await folderOf(context), origin)).marker
    return marker === undefined ? {} : { changeMarker: `${marker} ${form}` }
  } catch (error) {
    if (error instanceof UpstreamError || error instanceof ConfigError) return {}
    throw error
  }
}

async function filesOfFolder(context: Context): Promise<readonly SourceTable[]> {
  const folder = await folderOf(context)
  const files = await Array.fromAsync(filesBelow(folder))
  const origins = files.filter((origin) => fileForm(originName(origin))).sort()
  return Promise.all(
    origins.map(async (origin) => ({
      name: dataNameOf(fileForm(originName(origin))?.stem ?? origin),
      origin,
      ...(await stateOf(context, origin, {})),
    })),
  )
}

/** A copy that nobody changes while it is read; where the file system can, it costs nothing (reflink). */
async function snapshot(context: Context, origin: string, target: string): Promise<number> {
  const folder = await folderOf(context)
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    context.signal.throwIfAborted()
    const before = await localFile(folder, origin)
    await copyFile(before.path, target, constants.COPYFILE_FICLONE)
    const after = await localFile(folder, origin)
    if (before.marker === after.marker) {
      context.progress(after.bytes, after.bytes)
      return after.bytes
    }
  }
  throw new UpstreamError('source_changed', `${origin} changed twice while it was read`, {
    remedy: 'Write the file under another name and rename it when it is complete.',
  })
}

async function folderOf({ config, configDir }: Context): Promise<string> {
  if (config.folder === undefined) {
    throw new ConfigError(['folder is not set, and the origin is no https address'])
  }
  return realFolder(configDir, config.folder)
}

function parseOptions(table: string, options: Readonly<Record<string, unknown>>): TableOptions {
  const parsed = tableOptions.safeParse(options)
  if (parsed.success) return parsed.data
  throw new ConfigError(
    parsed.error.issues.map(
      (issue) =>
        `tables.${table}.options${issue.path.map((part) => `.${String(part)}`).join('')}: ${issue.message}`,
    ),
  )
}

function boundsOf(context: Context): RequestBounds {
  const { maxBytes, timeoutSeconds } = context.config
  return {
    signal: context.signal,
    maxBytes,
    timeoutSeconds,
    progress: (done, total) => context.progress(done, total),
  }
}
