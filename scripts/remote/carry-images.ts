import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { NotFound } from '#core/errors.ts'
import type { Service } from '#core/service.ts'
import { contentOf, outputOf, type LocalSource } from './local-source.ts'
import type { RemoteMachine } from './remote-machine.ts'
import { shellWord } from '#core/shell-word.ts'
import type { SshConnection } from './ssh-connection.ts'

/** What is carried: an archive's content, and a name that is the same for equal images. */
interface Archive {
  readonly mark: string
  open(): LocalSource
}

/** An archive that the operator has made; NotFound where it is not there. */
export function archiveOf(file: string): Archive {
  if (!existsSync(file)) {
    throw new NotFound('no_archive', `There is no archive ${resolve(file)}`, {
      remedy: 'docker save -o FILE IMAGE... makes it; without --images those of this engine go.',
    })
  }
  // Its content would have to be read twice to know it again; it goes each time.
  return { mark: 'given', open: () => contentOf(file) }
}

/** The images of this version out of the local engine; NotFound when some were not built. */
export function archiveFromEngine(services: readonly Service[], version: string): Archive {
  const images = services.map(
    ({ id, container }) => container?.image ?? `localhost/ai-data-analyst/${id}:${version}`,
  )
  const { status, stdout, stderr, error } = spawnSync(
    'docker',
    ['image', 'inspect', '--format', '{{.Id}}', ...images],
    { encoding: 'utf8' },
  )
  if (status !== 0) {
    throw new NotFound('images_missing', `No images to carry: ${error?.message ?? stderr.trim()}`, {
      remedy: 'docker compose build makes them; or give an archive with --images FILE.',
    })
  }
  const mark = createHash('sha256').update(stdout).digest('hex').slice(0, 12)
  return { mark, open: () => outputOf('docker', ['save', ...images]) }
}

/** Carries an archive to a server, unless it is there; older ones are removed. Resolves with its path there. */
export async function carryImages(
  { mark, open }: Archive,
  { folder, archives }: RemoteMachine,
  ssh: SshConnection,
  note: (line: string) => void,
): Promise<string> {
  const path = placeOf(mark, folder)
  if (mark !== 'given' && archives.includes(path)) return path
  note(`carrying the images to ${ssh.host}:${path}; this takes a while`)
  const [target, part] = [shellWord(path), shellWord(`${path}.part`)]
  const older = archives.filter((archive) => archive !== path).map(shellWord)
  const clear = older.length === 0 ? '' : ` && rm -f ${older.join(' ')}`
  const source = open()
  // What broke off before, of these or of other ones, would fill the disk of the server.
  const place = shellWord(folder)
  const begin = `mkdir -p ${place} && rm -f ${place}/images-*.tar.part`
  await ssh.send(source.stream, `${begin} && { cat > ${part} || { rm -f ${part}; exit 1; }; }`)
  await source.whole()
  // Only what is whole gets the name by which it is found again.
  await ssh.read(`mv ${part} ${target}${clear}`)
  return path
}

/** Where an archive would lie, for a plan: nothing is carried. */
export function wouldCarry(
  { mark }: Archive,
  { folder, archives }: RemoteMachine,
  { host }: SshConnection,
  note: (line: string) => void,
): Promise<string> {
  const path = placeOf(mark, folder)
  if (mark === 'given' || !archives.includes(path))
    note(`would carry the images to ${host}:${path}`)
  return Promise.resolve(path)
}

function placeOf(mark: string, folder: string): string {
  return `${folder}/images-${mark}.tar`
}
