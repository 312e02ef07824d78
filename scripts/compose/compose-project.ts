import { z } from 'zod'
import type { Service } from '#core/service.ts'
import { CONFIG_DIR, storesOf } from '../../deploy/stores-of.ts'
import type { ServerCommands } from '../server/server-commands.ts'

/** A container of the project as it runs: `image` is a name with a tag, `imageId` what it stood for. */
export interface RunningContainer {
  readonly id: string
  readonly service: string
  readonly image: string
  readonly imageId: string
  /** Compose's hash of what the files said of it when it was made. */
  readonly definition: string
}

/** What the files of this checkout say of a service. */
export interface ConfiguredService {
  readonly service: string
  readonly image: string
  /** Undefined until it was built or loaded. */
  readonly imageId: string | undefined
}

/** The Compose project of a checkout, as `docker compose` in its folder sees it. */
export interface ComposeProject {
  /** `docker compose <args>`; resolves with what it printed, throws an AppError with what it said. */
  compose(...args: readonly string[]): Promise<string>
  docker(...args: readonly string[]): Promise<string>
  /** What Compose calls the project, in the labels of all that it makes. */
  name(): Promise<string>
  /** Those containers that run, but for one-off ones. */
  running(): Promise<readonly RunningContainer[]>
  /** Those services that are to run: not those scaled to none. */
  configured(): Promise<readonly ConfiguredService[]>
  /** Compose's hash of what the files say of each service, by which `docker compose up` knows a change. */
  definitions(): Promise<ReadonlyMap<string, string>>
  /** Where the stores of services lie, and `config`: the engine's name of a volume, or the path of a folder. */
  stores(services: readonly Service[]): Promise<ReadonlyMap<string, string>>
}

/** The operator's instance.yaml, which no manifest names. */
const CONFIG = { name: 'config', path: CONFIG_DIR }

/**
 * `config --hash` leaves out what env_file says, which `up` counts; in what `config` prints it stands among the variables,
 * and so the hash of that is the one of `up` (Compose 2.26).
 */
const HASHES = `docker compose config --format json | docker compose --file - config --hash '*'`

// Fields of `docker inspect` (Docker Engine API, GET /containers/{id}/json).
const inspected = z.array(
  z.object({
    Id: z.string(),
    Image: z.string(),
    Config: z.object({ Image: z.string(), Labels: z.record(z.string(), z.string()) }),
  }),
)
const config = z.object({
  name: z.string(),
  services: z.record(
    z.string(),
    z.object({
      /** Missing for a service of the operator's own that is built. */
      image: z.string().optional(),
      scale: z.coerce.number().optional(),
      volumes: z
        .array(z.object({ type: z.string(), source: z.string().optional(), target: z.string() }))
        .default([]),
    }),
  ),
  volumes: z.record(z.string(), z.object({ name: z.string() })).default({}),
})

/**
 * `commands` run in the folder of the checkout, with its `.env` and the variables of this process, among
 * which `version` comes first: the tag of the images.
 */
export function composeProject(
  { ask, must }: Pick<ServerCommands, 'ask' | 'must'>,
  version?: string,
): ComposeProject {
  const chosen = version === undefined ? [] : [`STACK_VERSION=${version}`]
  const compose: ComposeProject['compose'] = (...args) =>
    must('env', [...chosen, 'docker', 'compose', ...args])
  const docker: ComposeProject['docker'] = (...args) => must('docker', args)
  return {
    compose,
    docker,
    name: async () => (await read()).name,
    async running() {
      const ids = (await compose('ps', '--quiet', '--status', 'running'))
        .split('\n')
        .filter(Boolean)
      if (ids.length === 0) return []
      return inspected.parse(JSON.parse(await docker('inspect', ...ids))).map((found) => ({
        id: found.Id,
        service: found.Config.Labels['com.docker.compose.service'] ?? '',
        image: found.Config.Image,
        imageId: found.Image,
        definition: found.Config.Labels['com.docker.compose.config-hash'] ?? '',
      }))
    },
    async configured() {
      const { name, services } = await read()
      return Promise.all(
        Object.entries(services)
          .filter(([, { scale }]) => scale !== 0)
          .map(async ([service, { image = `${name}-${service}` }]) => ({
            ...{ service, image },
            imageId: await idOf(image),
          })),
      )
    },
    async definitions() {
      const hashes = await must('env', [...chosen, 'sh', '-c', HASHES])
      return new Map(
        hashes
          .split('\n')
          .filter(Boolean)
          .map((line): [string, string] => {
            const [service = '', hash = ''] = line.split(' ')
            return [service, hash]
          }),
      )
    },
    async stores(services) {
      const { services: found, volumes } = await read()
      const sources = new Map<string, string>()
      for (const manifest of services) {
        for (const { name, path } of [...storesOf(manifest, services), CONFIG]) {
          const mount = found[manifest.id]?.volumes.find(({ target }) => target === path)
          if (mount?.source === undefined) continue
          const volume = mount.type === 'volume' ? volumes[mount.source]?.name : undefined
          sources.set(name, volume ?? mount.source)
        }
      }
      return sources
    },
  }

  async function read() {
    return config.parse(JSON.parse(await compose('config', '--format', 'json')))
  }

  async function idOf(image: string): Promise<string | undefined> {
    const { code, out } = await ask('docker', ['image', 'inspect', '--format', '{{.Id}}', image])
    return code === 0 ? out.trim() : undefined
  }
}
