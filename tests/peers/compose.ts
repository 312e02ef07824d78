import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { DockerComposeEnvironment, Wait } from 'testcontainers'
import { freePort } from './free-port.ts'
import { until } from './until.ts'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)

/** The stack in containers, under a project name of its own. */
export interface ComposeStack extends AsyncDisposable {
  readonly url: string
  readonly project: string
  /** The variables it was started with. */
  readonly env: Readonly<Record<string, string>>
  /** `docker compose <args>` on this project; resolves with what it printed. */
  compose(...args: readonly string[]): Promise<string>
  /** The one-time link of the first administrator, from the portal's log. */
  link(): Promise<string>
  /** The state that the engine has of a service's container. */
  inspect(service: string): Promise<ContainerState>
  /** Kills every process of a service's container, as a crash would; resolves once it is well again. */
  kill(service: string): Promise<void>
}

export interface ContainerState {
  readonly Id: string
  readonly RestartCount: number
  readonly State: { readonly Running: boolean; readonly Health?: { readonly Status: string } }
}

export interface ComposeOptions {
  /** The checkout; this one unless said otherwise. */
  readonly tree?: string
  readonly env?: Readonly<Record<string, string>>
  readonly files?: readonly string[]
}

/** Builds and starts the stack and resolves when every container is healthy. */
export async function startCompose(options: ComposeOptions = {}): Promise<ComposeStack> {
  // There is nothing that could clean up for us without a registry; each test does it itself.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true'
  const { tree = root, files = ['docker-compose.yml'] } = options
  const prepared = await prepareCompose(options)
  const { project, env, compose } = prepared
  await new DockerComposeEnvironment(tree, [...files])
    .withProjectName(project)
    .withEnvironment({ ...env })
    .withAutoCleanup(false)
    .withDefaultWaitStrategy(Wait.forHealthCheck())
    .withStartupTimeout(120_000)
    .withBuild()
    .up()
  return {
    ...prepared,
    async link() {
      const found = /http:\S+\/first-administrator\/\S+/.exec(await compose('logs', 'webapp'))
      if (!found) throw new Error('the portal printed no link')
      return found[0]
    },
    inspect,
    async kill(service) {
      const before = await inspect(service)
      // Process 1 is the engine's init: it ends when its child does.
      await compose('exec', '-T', service, 'sh', '-c', 'kill -9 -1').catch(() => undefined)
      await until(async () => {
        const { RestartCount, State } = await inspect(service)
        return RestartCount > before.RestartCount && State.Health?.Status === 'healthy'
      }, `${service} comes back`)
    },
  }

  async function inspect(service: string): Promise<ContainerState> {
    const id = (await compose('ps', '--all', '--quiet', service)).trim()
    const { stdout } = await run('docker', ['inspect', id])
    const [state] = JSON.parse(stdout) as [ContainerState]
    return state
  }
}

/** A project that is not started yet: its commands, and the end that leaves nothing behind. */
export async function prepareCompose(
  options: ComposeOptions = {},
): Promise<Pick<ComposeStack, 'url' | 'project' | 'env' | 'compose'> & AsyncDisposable> {
  const { tree = root, files = ['docker-compose.yml'] } = options
  const project = `stacktest${randomBytes(4).toString('hex')}`
  const [http, https, ssh] = [await freePort(), await freePort(), await freePort()]
  const env = {
    // Two runs at a time must not take each other's images.
    STACK_VERSION: project,
    HTTP_PORT: String(http),
    HTTPS_PORT: String(https),
    SSH_PORT: String(ssh),
    ...options.env,
  }
  const named = files.flatMap((file) => ['--file', file])
  const compose = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run(
      'docker',
      ['compose', ...named, '--project-name', project, ...args],
      {
        cwd: tree,
        env: { ...process.env, ...env },
        maxBuffer: 64 * 2 ** 20,
      },
    )
    return stdout
  }
  return {
    url: `http://localhost:${http}/`,
    project,
    env,
    compose,
    async [Symbol.asyncDispose]() {
      await compose('down', '--volumes', '--remove-orphans', '--timeout', '10')
      await removeImages(project)
    },
  }
}

/** What the engine still has of a project: containers, volumes, networks and images, by name. */
export async function leftovers(project: string): Promise<readonly string[]> {
  const filter = ['--filter', `label=com.docker.compose.project=${project}`]
  const found = await Promise.all([
    run('docker', ['ps', '--all', '--format', '{{.Names}}', ...filter]),
    run('docker', ['volume', 'ls', '--format', '{{.Name}}', ...filter]),
    run('docker', ['network', 'ls', '--format', '{{.Name}}', ...filter]),
  ])
  return [
    ...found.flatMap(({ stdout }) => stdout.split('\n').filter(Boolean)),
    ...(await imagesOf(project)),
  ]
}

/** Removes what was built for a project; what it was made of stays in the build cache. */
async function removeImages(project: string): Promise<void> {
  const images = await imagesOf(project)
  if (images.length > 0) await run('docker', ['image', 'rm', ...images])
}

async function imagesOf(project: string): Promise<readonly string[]> {
  const reference = `reference=localhost/ai-data-analyst/*:${project}*`
  const format = '{{.Repository}}:{{.Tag}}'
  const { stdout } = await run('docker', ['image', 'ls', '--format', format, '--filter', reference])
  return stdout.split('\n').filter(Boolean)
}

/** Whether the portal says that all is well. */
export async function isHealthy(portal: URL | string): Promise<boolean> {
  return fetch(new URL('/health', portal)).then(
    ({ status }) => status === 200,
    () => false,
  )
}
