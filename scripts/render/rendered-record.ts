import { lstat, readFile } from 'node:fs/promises'
import { isAbsolute, join, normalize } from 'node:path'
import { z } from 'zod'
import { publishFile } from '#core/files/publish-file.ts'
import { isGenerated } from '../../deploy/generated-file.ts'
import { readRecord } from '../command-line/read-record.ts'

/** No program that reads units, routes or fragments takes a hidden file for one. */
const RECORD = '.stack-render.json'

const record = z.record(
  z.string(),
  z.array(z.string().refine(isBelow, 'leads out of the folder, or nowhere')),
)

/** The files that `stack render` last wrote into a folder, by target, as paths in it. */
export type RenderedRecord = Readonly<Record<string, readonly string[]>>

/** What was written into a folder; a ConfigError for a record that is none. */
export async function readRendered(folder: string): Promise<RenderedRecord> {
  const hint = 'remove it: then what is made no more stays where it is'
  return (await readRecord(join(folder, RECORD), record, hint)) ?? {}
}

/** Records what was written; durable when it resolves. */
export async function writeRendered(folder: string, rendered: RenderedRecord): Promise<void> {
  await publishFile(join(folder, RECORD), `${JSON.stringify(rendered, null, 2)}\n`)
}

/**
 * What a target wrote before and makes no more: only what is still a generated file, and not what another target
 * has in its place.
 */
export async function madeNoMore(
  folder: string,
  target: string,
  { [target]: before = [], ...others }: RenderedRecord,
  paths: readonly string[],
): Promise<readonly string[]> {
  const wanted = new Set([...paths, ...Object.values(others).flat()])
  const stale: string[] = []
  for (const path of before) {
    if (!wanted.has(path) && (await isOurs(join(folder, path)))) stale.push(path)
  }
  return stale
}

async function isOurs(file: string): Promise<boolean> {
  const found = await lstat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  })
  return found !== undefined && found.isFile() && isGenerated(await readFile(file, 'utf8'))
}

function isBelow(path: string): boolean {
  return path !== '' && normalize(path) === path && !isAbsolute(path) && !/^\.\.?(\/|$)/.test(path)
}
