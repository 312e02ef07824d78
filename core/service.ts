import type { IncomingMessage, RequestListener } from 'node:http'
import type { Duplex } from 'node:stream'
import { z } from 'zod'
import type { Registry } from 'prom-client'
import type { Instance } from './config/instance.ts'
import type { Database } from './database/connect.ts'
import type { Events } from './database/events.ts'
import type { Leases } from './database/leases.ts'
import type { EnvDeclarations, EnvValues, RawEnv } from './env.ts'
import type { Logger } from './log.ts'
import type { Paths } from './paths.ts'
import type { Secrets } from './secrets.ts'

/** What a secret is made of when it is made. */
export const secretKinds = ['text', 'ed25519'] as const
export type SecretKind = (typeof secretKinds)[number]

const path = z.string().regex(/^\/[\w\-./]*$/, 'must be a path that starts with /')
const folder = path.regex(/^(?!.*\/\.{1,2}(\/|$)).*[^/]$/, 'must be a folder below /')
const port = z.int().min(1).max(65_535)

/** Whoever generates a line of a file from it relies on there being one. */
const line = z
  .string()
  .regex(/^\P{Cc}*[^\\\p{Cc}]$/u, 'must be one line that does not end in a backslash')

/** IEEE 1003.1, 3.216: what every shell and engine takes for the name of a variable. */
const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of a variable')

/** No process can be given it, in its arguments or in its environment. */
const text = z.string().regex(/^[^\0]*$/, 'must have no byte that is zero')

const unitKinds = ['auth', 'connectors'] as const

const envVariable = z.strictObject({
  kind: z.enum(['text', 'secret', 'integer', 'port', 'boolean', 'url', 'list', 'memory']),
  description: z.string().min(1),
  default: z.string().optional(),
  required: z.boolean().optional(),
  example: z.string().optional(),
  minimum: z.int().optional(),
})

/** The schema of a manifest: what `services/<id>/service.ts` may say. Checked when it is discovered. */
export const serviceManifest = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: line,
  description: line,
  /** `setup` runs once before all others and ends; only containers and servers have it. */
  kind: z.enum(['daemon', 'job', 'setup']),
  /** When a job runs: five cron fields, UTC. */
  schedule: z.string().optional(),
  env: z.record(variableName, envVariable).optional(),
  /** Flags of Node that it runs with, such as `--max-semi-space-size=1`. */
  nodeFlags: z.array(z.string().regex(/^--[a-z0-9=-]+$/)).optional(),
  /** The port it listens on inside its container. */
  port: port.optional(),
  /**
   * What outsiders may reach. `session` routes go through the portal, which signs the identity;
   * `token` and `none` routes go straight to the service, which checks them itself.
   */
  routes: z
    .array(
      z.strictObject({
        path,
        websocket: z.boolean().optional(),
        auth: z.enum(['session', 'token', 'none']),
      }),
    )
    .optional(),
  health: path.optional(),
  /** The kinds of units that its image takes along and loads, with their variables and secrets. */
  units: z.array(z.enum(unitKinds)).optional(),
  /** The secrets it reads, by name, and what each is made of. */
  secrets: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), z.enum(secretKinds)).optional(),
  /** Named stores that outlive it; where they lie in its container. */
  volumes: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z][a-z0-9-]*$/),
        path: folder,
        readOnly: z.boolean().optional(),
      }),
    )
    .optional(),
  /**
   * It runs without network, database, secrets and configuration; who needs it reaches it by a socket in
   * the volume `sockets`.
   */
  isolated: z.boolean().optional(),
  /** Other services it talks to. Soft: nothing waits for them at the start. */
  needs: z.array(z.string()).optional(),
  /** The systemd unit's name where it is not the id. */
  unit: z.string().optional(),
  role: z.enum(['portal', 'database', 'edge']).optional(),
  /** A part that is not our code: what its container needs instead of `main.ts`. */
  container: z
    .strictObject({
      /** An image to take as it is; without one, the Dockerfile beside the manifest makes it. */
      image: z
        .string()
        .regex(/^[\w./:@-]+:(?!latest$)[\w.-]+$/, 'must name a tag that is not latest')
        .optional(),
      command: z.array(text).min(1).optional(),
      /** `uid:gid`, where the image fixes it. */
      user: z
        .string()
        .regex(/^\d+:\d+$/)
        .optional(),
      /** Its variables: fixed texts, in which `${secret:NAME}` is the path of a secret. */
      env: z.record(variableName, text).optional(),
      /** A command that exits 0 when it is healthy. */
      health: z.array(text).min(1).optional(),
      /** Ports for people: each at a variable of the operator's. */
      publish: z.array(z.strictObject({ port, variable: variableName, default: port })).optional(),
      /** Folders that may be written and are forgotten at its end. */
      scratch: z.array(folder).optional(),
      /** Without `CAP_` in front (capabilities(7)). */
      capabilities: z
        .array(z.string().regex(/^(?!CAP_)[A-Z][A-Z_]*$/, 'must be like NET_BIND_SERVICE'))
        .optional(),
    })
    .optional(),
  limits: z
    .strictObject({
      memory: z.string().optional(),
      cpus: z.number().min(0.01).optional(),
      pids: z.int().positive().optional(),
    })
    .optional(),
  /** Variables that must be present for the service to run at all. */
  enabledWhen: z.array(variableName).optional(),
  portal: z
    .strictObject({
      page: z
        .strictObject({
          path,
          title: z.string(),
          icon: z.string(),
          order: z.number(),
          /** Shown to administrators only. */
          admin: z.boolean().optional(),
        })
        .optional(),
      /** A script of its own that every page of the portal loads for members: `/<below its page>.js`. */
      script: path.optional(),
      widget: z.strictObject({ path, title: z.string(), order: z.number() }).optional(),
    })
    .optional(),
})

/** A service's manifest: data only, `export default { … } satisfies Service`. */
export type Service = z.input<typeof serviceManifest>

/**
 * Where another enabled service answers HTTP: `http://host:port` or `unix:/path/to.sock`; after a comma, where
 * its next version answers while it takes the place of this one.
 */
export interface ServiceAddress {
  readonly manifest: Service
  readonly address: string
}

/** Everything a service gets from outside; nothing else is global. */
export interface ServiceDeps<Env extends EnvDeclarations = EnvDeclarations> {
  readonly manifest: Service
  readonly env: EnvValues<Env>
  readonly rawEnv: RawEnv
  readonly instance: Instance
  readonly paths: Paths
  readonly publicUrl: URL
  readonly secrets: Secrets
  readonly db: Database
  readonly events: Events
  readonly leases: Leases
  readonly log: Logger
  readonly metrics: Registry
  /** The services that are switched on, this one included. */
  readonly services: readonly ServiceAddress[]
}

/** What an isolated service gets: nothing that leads outside. */
export type IsolatedDeps<Env extends EnvDeclarations = EnvDeclarations> = Pick<
  ServiceDeps<Env>,
  'manifest' | 'env' | 'rawEnv' | 'paths' | 'log' | 'metrics'
>

/** One service's condition; `detail` is for people, `lastWork` the last useful thing done (ISO 8601). */
export interface Health {
  readonly status: 'ok' | 'degraded' | 'failed'
  readonly detail?: string
  readonly lastWork?: string
}

/**
 * What `createApp` returns. `start` begins background work, `close` ends it. `drain` is called before, as
 * soon as nothing new is accepted: it sends away who holds a connection open.
 */
export interface ServiceApp {
  readonly handler: RequestListener
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  start?(): Promise<void>
  drain?(): Promise<void>
  close(): Promise<void>
}

/** What a part of kind `setup` gets: nothing else runs yet. */
export interface SetupDeps {
  readonly manifests: readonly Service[]
  readonly secrets: Secrets
  readonly log: Logger
}

/** `main.ts` of a part of kind `setup` exports this; resolves to a sentence about what it did. */
export interface SetupModule {
  setUp(deps: SetupDeps): Promise<string>
}

/**
 * `services/<id>/main.ts` exports this. A job exports `runOnce` as well: one run of its work, which
 * resolves to a sentence about what it did.
 */
export interface ServiceModule {
  createApp(deps: ServiceDeps): Promise<ServiceApp>
  runOnce?(deps: ServiceDeps, signal: AbortSignal): Promise<string>
}
