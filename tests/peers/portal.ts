import type { RequestListener } from 'node:http'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Registry } from 'prom-client'
import type { AuthConfig } from '#core/config/instance.ts'
import { readEnv, type RawEnv } from '#core/env.ts'
import { createLog, type Logger } from '#core/log.ts'
import { findPaths } from '#core/paths.ts'
import { openSecrets } from '#core/secrets.ts'
import type { Secrets } from '#core/secrets.ts'
import type { Service, ServiceAddress } from '#core/service.ts'
import { migrationOwners } from '#core/run/units.ts'
import { addMember, ADMINISTRATORS } from '#core/identity/groups.ts'
import { createPerson, type Person } from '#core/identity/people.ts'
import type { Database } from '#core/database/connect.ts'
import { openCredentials } from '../../auth/password/credentials.ts'
import { createPasswordHashing } from '../../auth/password/password-hash.ts'
import { createApp } from '../../webapp/main.ts'
import manifest from '../../webapp/service.ts'
import { exampleInstance } from './example-instance.ts'
import { FormBrowser } from './form-browser.ts'
import { listenLater } from './listen-later.ts'
import { openLoopbackServer } from './loopback-server.ts'
import { openTestDatabase } from './postgres.ts'

const root = join(import.meta.dirname, '../..')

/** The real portal on a real database, on a loopback port. */
export interface TestPortal extends AsyncDisposable {
  readonly url: string
  /** The address that it believes people use: the same one unless the test says otherwise. */
  readonly publicUrl: URL
  readonly db: Database
  readonly secrets: Secrets
  /** The folder of its instance.yaml. */
  readonly configDir: string
  /** A person who can sign in with this password. */
  addPerson(
    email: string,
    options?: { name?: string; password?: string; admin?: boolean },
  ): Promise<Person>
  /** The browser of such a person, signed in. */
  signedIn(email: string, options?: { admin?: boolean }): Promise<FormBrowser>
}

export interface TestPortalOptions {
  readonly name?: string
  readonly publicUrl?: string
  readonly auth?: Partial<AuthConfig>
  readonly services?: readonly ServiceAddress[]
  readonly rawEnv?: RawEnv
  /** Nothing is logged without one. */
  readonly log?: Logger
}

/** The password of everyone whom a test adds without naming another. */
export const testPassword = 'correct horse battery'

export async function openTestPortal(options: TestPortalOptions = {}): Promise<TestPortal> {
  await using opened = new AsyncDisposableStack()
  const owners = await migrationOwners(root)
  const storage = await openTestDatabase(owners.filter(({ owner }) => owner.startsWith('auth-')))
  opened.defer(() => storage.close())
  const folder = await mkdtemp(join(tmpdir(), 'portal-'))
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  const { name, auth: { allowedDomains = [], allowedEmails = [] } = {} } = options
  const instance = exampleInstance(name === undefined ? {} : { name })
  const rules = { allowed_domains: allowedDomains, allowed_emails: allowedEmails }
  await writeFile(join(folder, 'instance.yaml'), JSON.stringify({ auth: rules }))
  const rawEnv = options.rawEnv ?? {}
  const secrets = openSecrets({ dir: join(folder, 'secrets'), rawEnv })
  const own = { manifest, address: 'http://127.0.0.1:9' }
  const server = await listenLater()
  opened.defer(() => server.close())
  const publicUrl = new URL(options.publicUrl ?? `http://localhost:${server.port}`)
  const app = await createApp({
    ...storage,
    manifest,
    env: readEnv(manifest.env, rawEnv),
    rawEnv,
    instance: { ...instance, auth: { ...instance.auth, ...options.auth } },
    paths: findPaths(root, { DATA_DIR: folder, CONFIG_DIR: folder }),
    publicUrl,
    secrets,
    log: options.log ?? createLog('silent'),
    metrics: new Registry(),
    services: [own, ...(options.services ?? [])],
  })
  opened.defer(() => app.close())
  await app.start?.()
  server.serve(app.handler)
  const kept = opened.move()
  return {
    url: server.url,
    publicUrl,
    db: storage.db,
    secrets,
    configDir: folder,
    addPerson: (email, more) => addPerson(storage.db, email, more),
    async signedIn(email, more) {
      await addPerson(storage.db, email, more)
      const browser = new FormBrowser(server.url)
      await browser.signIn(email, testPassword)
      return browser
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

const hashing = createPasswordHashing()

async function addPerson(
  db: Database,
  email: string,
  {
    name,
    password = testPassword,
    admin = false,
  }: { name?: string; password?: string; admin?: boolean } = {},
): Promise<Person> {
  const person = await createPerson(db, { email, ...(name !== undefined && { name }) })
  await openCredentials(db).save(person.id, await hashing.hash(password))
  if (admin) await addMember(db, ADMINISTRATORS, email)
  return person
}

/** A service that answers as the test says, on a loopback port. */
export interface FakeService extends AsyncDisposable {
  readonly service: ServiceAddress
}

export async function openFakeService(
  given: Pick<Service, 'id'> & Partial<Service>,
  handler: RequestListener,
): Promise<FakeService> {
  const server = await openLoopbackServer(handler)
  const about = { title: given.id, description: 'A service of a test', kind: 'daemon' } as const
  return {
    service: { manifest: { ...about, ...given }, address: server.url },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
