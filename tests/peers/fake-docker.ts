import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { runScript, temporaryFolder } from './stack.ts'

/** What the fake engine has, and what goes wrong with it; kept in a file between its commands. */
export interface DockerState {
  /** The services of the Compose files. */
  configured: string[]
  /** The version that each service's container runs; a service without one has none. */
  running: Record<string, string>
  /** That of the checkout. */
  version: string
  /** Services of which the files say something else than when their containers were made. */
  changed: string[]
  /** Versions of which there are images. */
  images: string[]
  /** Versions whose image of the portal an earlier upgrade left here. */
  older: string[]
  /** `service:version`, one that does not become well; `service-next:version`, only beside the old one. */
  unwell: string[]
  /** What a command of `stack` in a container prints. */
  says: string
  /** Beginnings of commands that fail, such as `compose build`. */
  refused: string[]
}

/** The version of the checkout. */
export const NEW = 'new'

/**
 * A program called `docker` that does what `stack` asks of Compose with a state of its own, for orders and failures
 * that no real engine makes at will.
 */
export async function fakeDocker(state: Partial<DockerState> = {}) {
  const folder = await temporaryFolder()
  const at = (name: string) => join(folder.path, name)
  await mkdir(at('bin'))
  const program = `#!${process.execPath}\nprocess.argv.splice(2, 0, ${JSON.stringify(folder.path)})\nimport(${JSON.stringify(join(import.meta.dirname, 'fake-docker-program.ts'))})\n`
  await writeFile(at('bin/docker'), program)
  await chmod(at('bin/docker'), 0o755)
  const initial: DockerState = {
    configured: ['webapp', 'data-sync', 'session-collector', 'edge', 'secrets'],
    running: { edge: 'old', webapp: 'old', 'data-sync': 'old', 'session-collector': 'old' },
    ...{
      version: NEW,
      images: ['old', NEW],
      changed: [],
      older: [],
      unwell: [],
      says: '',
      refused: [],
      ...state,
    },
  }
  await writeFile(at('state.json'), JSON.stringify(initial))
  await writeFile(at('log'), '')
  return {
    path: folder.path,
    stack: (...args: readonly string[]) =>
      runScript('stack', args, {
        ...{ DATA_DIR: at('data'), CONFIG_DIR: at('config'), BACKUP_DIR: at('backups') },
        PATH: [at('bin'), process.env['PATH']].join(delimiter),
      }),
    /** Every command, in order, without what looks only. */
    asked: async () => (await readFile(at('log'), 'utf8')).split('\n').filter(Boolean),
    state: async () => JSON.parse(await readFile(at('state.json'), 'utf8')) as DockerState,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}
