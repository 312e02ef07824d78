import { spawn } from 'node:child_process'
import { chown, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConfigError, Unavailable } from '../../errors.ts'
import { syncFolder } from '../../files/publish-file.ts'
import { readTextIfPresent } from '../../files/read-text-if-present.ts'
import { handOver, makeServerFolder, type ServerUser } from './server-user.ts'

/** The major version of the binaries; also of the image that containers use. */
const MAJOR = '17'

/**
 * Makes the cluster when there is none. It is made beside and renamed into place, so a kill in the
 * middle leaves nothing that looks like a cluster.
 */
export async function initCluster(options: {
  readonly binaries: string
  readonly cluster: string
  /** A folder that the server's user can enter, for the moment of the password file. */
  readonly runtimeDir: string
  readonly password: string
  readonly user: ServerUser
}): Promise<void> {
  const { binaries, cluster, user } = options
  const version = (await readTextIfPresent(join(cluster, 'PG_VERSION')))?.trim()
  if (version === MAJOR) return
  if (version !== undefined) {
    throw new ConfigError([
      `${cluster} was made by PostgreSQL ${version}, this is ${MAJOR}: dump it with the old version and restore it`,
    ])
  }
  const unfinished = `${cluster}.new`
  await rm(unfinished, { recursive: true, force: true })
  await makeServerFolder(unfinished, user)
  const passwordFile = join(options.runtimeDir, 'initial-password')
  await rm(passwordFile, { force: true })
  await writeFile(passwordFile, options.password, { mode: 0o600, flag: 'wx' })
  try {
    if (user.ids) await chown(passwordFile, user.ids.uid, user.ids.gid)
    await runInitdb(binaries, unfinished, passwordFile, user)
  } finally {
    await rm(passwordFile)
  }
  await rename(unfinished, cluster)
  await syncFolder(dirname(cluster))
}

async function runInitdb(
  binaries: string,
  folder: string,
  passwordFile: string,
  user: ServerUser,
): Promise<void> {
  await using data = await handOver(folder, user)
  const child = spawn(
    join(binaries, 'bin/initdb'),
    [
      '-D',
      data.path,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ],
    { stdio: ['ignore', 'pipe', 'pipe', ...data.stdio], cwd: '/', env: {}, ...user.ids },
  )
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => (said += String(chunk)))
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code !== 0) {
    throw new Unavailable('database_not_made', `initdb failed: ${said.trim().slice(-1000)}`, {
      remedy: 'Check the free space below DATA_DIR, or set DATABASE_URL.',
    })
  }
}
