import { basename, join, resolve } from 'node:path'
import type { Installation } from '../run/installation.ts'
import { namesIn } from '../files/names-in.ts'

/** The kinds of files that a backup holds; the first part of a file's name in it. */
export const storeNames = ['data', 'homes', 'secrets', 'config'] as const
export type StoreName = (typeof storeNames)[number]

/** Where the files of an installation lie. */
export interface Stores {
  /** What DATA_DIR holds; on a server it is spread over volumes, the first of which takes what is new. */
  readonly data: readonly [string, ...string[]]
  readonly homes: string
  readonly secrets: string
  /** instance.yaml and what lies beside it. */
  readonly config: string
}

/**
 * Names further folders, separated by colons, that hold what DATA_DIR holds elsewhere: on a server its parts are
 * volumes of their own, each named as its folder in DATA_DIR is.
 */
export const MORE_STORES = 'MORE_STORES'

/** Names the folder that holds CONFIG_DIR and the operator's files of variables, where a server has one. */
export const CONFIG_STORE = 'CONFIG_STORE'

/** The stores of an installation. */
export function storesOf({
  paths,
  env,
  rawEnv,
}: Pick<Installation, 'paths' | 'env' | 'rawEnv'>): Stores {
  const more = rawEnv[MORE_STORES]?.split(':').filter(Boolean) ?? []
  return {
    data: [paths.dataDir, ...more],
    homes: paths.homesDir,
    secrets: paths.secretsDir,
    config: rawEnv[CONFIG_STORE] ?? resolve(paths.root, env.CONFIG_DIR),
  }
}

/** What DATA_DIR holds besides: other stores, the database itself, and what is made again. */
const NOT_DATA = new Set(['homes', 'secrets', 'backups', 'postgres', 'staging', 'lost+found'])

/** What a restore puts beside the stores while it works. */
export const RESTORING = '.restoring-'
export const REPLACED = '.replaced-'

/** The top folders and files of a store, as absolute paths. */
export async function childrenOf(stores: Stores, name: StoreName): Promise<readonly string[]> {
  const roots = name === 'data' ? stores.data : [stores[name]]
  const found = await Promise.all(roots.map(list))
  return found.flat().filter((path) => belongs(name, basename(path)))
}

/** Where the top folder `child` of a store is to be. */
export function placeOf(stores: Stores, name: StoreName, child: string): string {
  if (name !== 'data') return join(stores[name], child)
  const own = stores.data.slice(1).find((root) => basename(root) === child)
  return join(own ?? stores.data[0], child)
}

function belongs(name: StoreName, child: string): boolean {
  if (child.startsWith(RESTORING) || child.startsWith(REPLACED)) return false
  if (name === 'data') return !NOT_DATA.has(child) && !child.startsWith('postgres.log')
  // The password of the database is that server's; the key of backups must never lie in them alone.
  if (name === 'secrets') return child !== 'postgres-password' && child !== 'backup-key'
  return true
}

async function list(root: string): Promise<readonly string[]> {
  return (await namesIn(root)).map((name) => join(root, name))
}
