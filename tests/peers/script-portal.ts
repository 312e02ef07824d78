import { join } from 'node:path'
import { Registry } from 'prom-client'
import { readEnv } from '#core/env.ts'
import { createPerson } from '#core/identity/people.ts'
import { createToken } from '#core/identity/tokens.ts'
import { createLog } from '#core/log.ts'
import { findPaths } from '#core/paths.ts'
import { createApp } from '../../services/notify-runner/main.ts'
import manifest from '../../services/notify-runner/service.ts'
import sandboxManifest from '../../services/script-sandbox/service.ts'
import {
  openScriptFolders,
  type ScriptFolders,
} from '../../services/notify-runner/workspace/script-folder.ts'
import { exampleInstance } from './example-instance.ts'
import { openTestDatabase, type TestDatabase } from './postgres.ts'
import { openFakeSandbox, type AskedRun } from './script-sandbox.ts'
import { openServicePortal, type ServicePortal } from './service-portal.ts'
import { temporaryFolder } from './stack.ts'

const root = join(import.meta.dirname, '../..')

/** The runner of scripts behind the real portal, as people, machines and other services reach it. */
export interface ScriptPortal extends ServicePortal {
  readonly database: TestDatabase
  readonly homesDir: string
  readonly folders: ScriptFolders
  /** A token of a person, who is made with it. */
  tokenFor(email: string): Promise<string>
  /** Asks the service itself, with a token and JSON if there is any. */
  ask(token: string | undefined, path: string, init?: RequestInit): Promise<Response>
}

/** Opens it on a sandbox that answers so; nothing is run by its schedule. */
export async function openScriptPortal(
  answer: (run: AskedRun) => Readonly<Record<string, unknown>>,
): Promise<ScriptPortal> {
  await using opened = new AsyncDisposableStack()
  const dir = join(root, 'services/notify-runner/migrations')
  const database = await openTestDatabase([{ owner: manifest.id, dir }])
  opened.defer(() => database.close())
  const { path } = opened.use(await temporaryFolder())
  const paths = findPaths(root, { DATA_DIR: path, CONFIG_DIR: path })
  const sandbox = opened.use(await openFakeSandbox(answer))
  const behind = await openServicePortal(manifest, ({ secrets, publicUrl }) => {
    const app = createApp({
      ...database,
      ...{ manifest, paths, secrets, publicUrl, rawEnv: {}, env: readEnv(manifest.env, {}) },
      instance: exampleInstance(),
      log: createLog('silent'),
      metrics: new Registry(),
      services: [{ manifest: sandboxManifest, address: sandbox.address }],
    })
    return (request, response) => void app.then(({ handler }) => handler(request, response))
  })
  const { portal, url } = opened.use(behind)
  const kept = opened.move()
  return {
    portal,
    url,
    database,
    homesDir: paths.homesDir,
    folders: openScriptFolders(paths.homesDir),
    async tokenFor(email) {
      const { id } = await createPerson(database.db, { email })
      return (await createToken(database.db, { personId: id, name: 'laptop', scope: 'all' })).token
    },
    ask: (token, path, init = {}) =>
      fetch(url + path, {
        ...init,
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
      }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
