import { readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { BadRequest, Forbidden, messageOf, NotFound, Unavailable } from '#core/errors.ts'
import { findPeople } from '#core/files/find-people.ts'
import { makeFolderInside, openFolderInside, readInside } from '#core/files/open-inside.ts'
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
  const pathOf = (person: string) => {
    if (!username.test(person)) throw new BadRequest('invalid_username', 'That is no username')
    return join(person, FOLDER)
  }
  /** Undefined where there is none. */
  const openFolder = (person: string) =>
    openFolderInside(homesDir, pathOf(person)).catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined
      throw error
    })

  return {
    async people() {
      const names = await reading(() => findPeople(homesDir))
      return names.filter((name) => username.test(name))
    },
    list: (person) =>
      reading(async () => {
        await using folder = await openFolder(person)
        const entries = folder ? await readdir(folder.place, { withFileTypes: true }) : []
        return entries
          .filter((entry) => entry.isFile() && scriptName.safeParse(entry.name).success)
          .map(({ name }) => name)
          .sort()
      }),
    async read(person, name) {
      checkName(name)
      const { bytes, cut } = await reading(() =>
        readInside(homesDir, join(pathOf(person), name), MAX_BYTES).catch((error: unknown) => {
          throw codeOf(error) === 'ENOENT' ? unknownScript(name) : error
        }),
      )
      if (cut) throw tooLarge(name)
      return bytes.toString('utf8')
    },
    async write(person, name, source) {
      checkName(name)
      if (Buffer.byteLength(source) > MAX_BYTES) throw tooLarge(name)
      await changing(async () => {
        await using folder =
          (await openFolder(person)) ?? (await makeFolderInside(homesDir, pathOf(person)))
        await publishFile(join(folder.place, name), source)
      })
    },
    async remove(person, name) {
      checkName(name)
      await changing(async () => {
        await using folder = await openFolder(person)
        if (!folder) throw unknownScript(name)
        await unlink(join(folder.place, name)).catch((error: unknown) => {
          throw ['ENOENT', 'EISDIR'].includes(codeOf(error)) ? unknownScript(name) : error
        })
      })
    },
  }
}

async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    if (!['EACCES', 'EPERM'].includes(codeOf(cause))) throw cause
    throw new Forbidden('home_not_readable', `The folder cannot be read: ${messageOf(cause)}`, {
      remedy: `Let the stack's account read ${FOLDER} of that person, and enter the folders above it.`,
      cause,
    })
  }
}

async function changing(change: () => Promise<void>): Promise<void> {
  try {
    await change()
  } catch (cause) {
    if (['ENOSPC', 'EDQUOT'].includes(codeOf(cause))) {
      throw new Unavailable('home_full', 'The disk has no room for the script', {
        remedy: 'Remove what you do not need there, or ask an administrator for more room.',
        cause,
      })
    }
    if (!['EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR'].includes(codeOf(cause))) throw cause
    throw new Forbidden('home_not_writable', `The folder cannot be written: ${messageOf(cause)}`, {
      remedy: 'The folders of HOMES_DIR belong to somebody else here: put the file there directly.',
      cause,
    })
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? ''
}

function checkName(name: string): void {
  if (scriptName.safeParse(name).success) return
  throw new BadRequest('invalid_script_name', `“${name}” is no name of a script`, {
    remedy: 'It is of at most 100 letters, digits, _ . and -, and ends in .py, .js or .sql.',
  })
}

const unknownScript = (name: string) =>
  new NotFound('unknown_script', `There is no script ${name}`, {
    remedy: 'The page of scripts lists those that there are.',
  })

const tooLarge = (name: string) =>
  new BadRequest('script_too_large', `${name} has more than ${MAX_BYTES / 1024} KiB`)
