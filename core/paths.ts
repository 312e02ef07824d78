import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where everything lies on disk. All state is below `dataDir`; `runtimeDir` holds sockets only. */
export interface Paths {
  /** The checkout: services/, auth/, connectors/, webapp/ are discovered in it. */
  readonly root: string
  /** Holds instance.yaml; the example instance's folder while the operator has none. */
  readonly configDir: string
  readonly exampleInstance: boolean
  readonly dataDir: string
  readonly secretsDir: string
  readonly objectsDir: string
  /** One folder for each person, named by username; may be the server's real home directories. */
  readonly homesDir: string
  /** Short, because a socket's path has at most 107 bytes (unix(7)). */
  readonly runtimeDir: string
}

/** Finds the folders; reads nothing but whether CONFIG_DIR holds an instance.yaml. */
export function findPaths(
  root: string,
  env: {
    readonly DATA_DIR: string
    readonly CONFIG_DIR: string
    readonly SECRETS_DIR?: string | undefined
    readonly HOMES_DIR?: string | undefined
  },
): Paths {
  const dataDir = resolve(root, env.DATA_DIR)
  const configured = resolve(root, env.CONFIG_DIR)
  const exampleInstance = !existsSync(join(configured, 'instance.yaml'))
  return {
    root,
    configDir: exampleInstance ? join(root, 'examples/quickstart') : configured,
    exampleInstance,
    dataDir,
    secretsDir:
      env.SECRETS_DIR === undefined ? join(dataDir, 'secrets') : resolve(root, env.SECRETS_DIR),
    objectsDir: join(dataDir, 'objects'),
    homesDir: env.HOMES_DIR === undefined ? join(dataDir, 'homes') : resolve(root, env.HOMES_DIR),
    runtimeDir: join(tmpdir(), `ai-data-analyst-${shortHash(dataDir)}`),
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10)
}
