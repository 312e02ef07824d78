import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const OURS = 'localhost/ai-data-analyst/'

/** A version whose images are made, and what is done to its portal's. */
export interface ImageVersion {
  readonly version: string
  /** A command that is run in the checkout's folder of the portal's image. */
  readonly portal: string
}

/**
 * The images of this checkout in several versions, as one archive of `docker save`; nothing else of them stays. Or the
 * archive that SERVER_IMAGES names, of a run before.
 */
export async function serverImages(
  versions: readonly ImageVersion[],
): Promise<{ readonly path: string } & AsyncDisposable> {
  await using opened = new AsyncDisposableStack()
  const given = process.env['SERVER_IMAGES']
  if (given !== undefined) return Object.assign(opened.move(), { path: given })
  const folder = await mkdtemp(join(process.env['SERVER_WORK'] ?? tmpdir(), 'server-images-'))
  opened.defer(() => rm(folder, { recursive: true }))
  const base = `server-test-${randomBytes(4).toString('hex')}`
  const env = { ...process.env, STACK_VERSION: base, COMPOSE_PROJECT_NAME: base }
  const compose = (...args: readonly string[]) =>
    run('docker', ['compose', ...args], { cwd: root, env, maxBuffer: 2 ** 26 })
  const named = (await compose('config', '--images')).stdout.split('\n').filter(Boolean)
  const ours = named.filter((image) => image.startsWith(OURS))
  const made = [...ours]
  opened.defer(async () => void (await run('docker', ['image', 'rm', '--force', ...made])))
  await compose('build', '--quiet')
  const manifest = await readFile(join(root, 'package.json'), 'utf8')
  for (const { version, portal } of versions) {
    const file = manifest.replace(/"version": "[^"]*"/, `"version": "${version}"`)
    await writeFile(join(folder, 'package.json'), file)
    for (const image of ours) {
      const tagged = image.replace(base, version)
      const more = image.startsWith(`${OURS}webapp:`) ? `RUN ${portal}` : ''
      const text = `FROM ${image}\nCOPY package.json /app/package.json\n${more}\n`
      await writeFile(join(folder, 'Dockerfile'), text)
      await run('docker', ['build', '--quiet', '--tag', tagged, folder])
      made.push(tagged)
    }
  }
  const path = join(folder, 'images.tar')
  const foreign = named.filter((image) => !image.startsWith(OURS))
  const tags = made.filter((image) => !ours.includes(image))
  await run('docker', ['save', '--output', path, ...tags, ...foreign])
  return Object.assign(opened.move(), { path })
}
