import { mkdir, readdir, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BadRequest, Forbidden, messageOf, NotFound } from '#core/errors.ts'
import { readInside } from '#core/files/open-inside.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { scriptName } from './script-name.ts'

/** Where scripts lie in a person's folder. */
const FOLDER = 'user/notifications'
const MAX_BYTES = 256 * 1024
const username = /^[a-z_][a-z0-9_.-]{0,63}$/

/** The scripts of people: files in their folders, which are the truth. */
export interface ScriptFolders {
  /** Everyone who has a folder of scripts. */
  people(): Promise<readonly string[]>
  /** The names of a person's scripts, sorted. */
  list(username: string): Promise<readonly string[]>
  /** NotFound when there is none; Forbidden for what is not a plain file. */
  read(username: string, name: string): Promise<string>
  write(username: string, name: string, source: string): Promise<void>
  remove(username: string, name: string): Promise<void>
}

export function openScriptFolders(homesDir: string): ScriptFolders {
  const folderOf = (person: string) => {
    if (!username.test(person)) throw new BadRequest('invalid_username', 'That is no username')
    return join(homesDir, person, FOLDER)
  }

  return {
    async people() {
      const entries = await entriesOf(homesDir)
      return entries
        .filter((entry) => entry.isDirectory() && username.test(entry.name))
        .map(({ name }) => name)
    },
    async list(person) {
      const entries = await entriesOf(folderOf(person))
      if (entries.length > 0) await requireInside(homesDir, join(person, FOLDER))
      return entries
        .filter((entry) => entry.isFile() && scriptName.safeParse(entry.name).success)
        .map(({ name }) => name)
        .sort()
    },
    async read(person, name) {
      checkName(name)
      const path = join(person, FOLDER, name)
      const { bytes, cut } = await readInside(homesDir, path, MAX_BYTES).catch((error: unknown) => {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'ENOENT') throw unknownScript(name)
        if (code === 'EACCES' || code === 'EPERM') throw notReadable(error)
        throw error
      })
      if (cut) throw tooLarge(name)
      return bytes.toString('utf8')
    },
    async write(person, name, source) {
      checkName(name)
      if (Buffer.byteLength(source) > MAX_BYTES) throw tooLarge(name)
      const folder = folderOf(person)
      await changing(async () => {
        await makeInside(homesDir, join(person, FOLDER))
        await publishFile(join(folder, name), source)
      })
    },
    async remove(person, name) {
      checkName(name)
      const folder = folderOf(person)
      await requireInside(homesDir, join(person, FOLDER)).catch(() => {
        throw unknownScript(name)
      })
      await changing(() =>
        rm(join(folder, name)).catch((error: unknown) => {
          if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw unknownScript(name)
          throw error
        }),
      )
    },
  }
}

/** A folder that does not exist is empty; one that cannot be read is an error. */
async function entriesOf(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    if (code === 'EACCES' || code === 'EPERM') throw notReadable(error)
    throw error
  })
}

/** Makes folders one below the other, so that nothing is made where a link in the place of one leads. */
async function makeInside(homesDir: string, path: string): Promise<void> {
  await mkdir(homesDir, { recursive: true })
  let made = ''
  for (const part of path.split('/')) {
    made = join(made, part)
    await mkdir(join(homesDir, made), { recursive: true })
    await requireInside(homesDir, made)
  }
}

/** A person may have put a link in the place of a folder. */
async function requireInside(homesDir: string, path: string): Promise<void> {
  if ((await realpath(join(homesDir, path))) !== join(await realpath(homesDir), path))
    throw new Forbidden('not_a_plain_folder', `${path} is a link to elsewhere`)
}

async function changing(change: () => Promise<void>): Promise<void> {
  try {
    await change()
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') throw cause
    throw new Forbidden('home_not_writable', `The folder cannot be written: ${messageOf(cause)}`, {
      remedy: 'The folders of HOMES_DIR belong to somebody else here: put the file there directly.',
      cause,
    })
  }
}

function checkName(name: string): void {
  const checked = scriptName.safeParse(name)
  if (!checked.success)
    throw new BadRequest('invalid_script_name', checked.error.issues[0]?.message ?? 'invalid')
}

const notReadable = (cause: unknown) =>
  new Forbidden('home_not_readable', `The folder cannot be read: ${messageOf(cause)}`, {
    remedy: `Let the stack's account read ${FOLDER} of that person, and enter the folders above it.`,
    cause,
  })

const unknownScript = (name: string) =>
  new NotFound('unknown_script', `There is no script ${name}`, {
    remedy: 'The page of scripts lists those that there are.',
  })

const tooLarge = (name: string) =>
  new BadRequest('script_too_large', `${name} has more than ${MAX_BYTES / 1024} KiB`)
