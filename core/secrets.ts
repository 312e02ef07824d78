import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { makeFolderSync } from './files/make-folder.ts'
import { syncFolderSync } from './files/publish-file.ts'
import { isSet, readEnv, type RawEnv } from './env.ts'
import { ConfigError, messageOf } from './errors.ts'

/**
 * The instance's secrets. Each is taken from NAME, NAME_FILE or a systemd credential when the operator
 * gives one, else made once and kept in the secrets folder. `name` is lower-case-with-dashes.
 */
export interface Secrets {
  /** 256 bits or more, as text. */
  text(name: string): string
  /** An Ed25519 private key. */
  signingKey(name: string): KeyObject
}

export interface SecretsOptions {
  /** Where secrets that are made are kept: a folder for its owner alone. */
  readonly dir: string
  readonly rawEnv: RawEnv
  /** The rights of a file that is made: its owner alone unless said otherwise. */
  readonly mode?: number
  /** The group that a secret is given to, whoever made it; without one its group is left alone. */
  readonly groupOf?: (name: string) => number | undefined
}

const OTHERS = 0o007
const RIGHTS = 0o777

/** Opens the secrets; nothing is read or made before it is asked for. */
export function openSecrets(options: SecretsOptions): Secrets {
  const cache = new Map<string, string>()
  const find = (name: string, make: () => string) => {
    const value = cache.get(name) ?? findSecret(name, options, make)
    cache.set(name, value)
    return value
  }
  return {
    text: (name) => find(name, () => randomBytes(32).toString('base64url')),
    signingKey(name) {
      const pem = find(name, () =>
        generateKeyPairSync('ed25519')
          .privateKey.export({ type: 'pkcs8', format: 'pem' })
          .toString(),
      )
      const key = createPrivateKey(pem)
      if (key.asymmetricKeyType === 'ed25519') return key
      throw new ConfigError([`the secret ${name} must be an Ed25519 private key in PEM form`])
    },
  }
}

function findSecret(name: string, options: SecretsOptions, make: () => string): string {
  const { rawEnv } = options
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new TypeError(`not a name of a secret: ${name}`)
  const variable = name.toUpperCase().replaceAll('-', '_')
  if (isSet(variable, rawEnv)) {
    const declared = {
      [variable]: { kind: 'secret', description: 'a secret', required: true },
    } as const
    return readEnv(declared, rawEnv)[variable] ?? ''
  }
  const credentials = rawEnv['CREDENTIALS_DIRECTORY']
  if (credentials) {
    const given = readIfThere(join(credentials, name))
    if (given !== undefined) return given
  }
  return keptSecret(name, options, make)
}

function keptSecret(name: string, options: SecretsOptions, make: () => string): string {
  const file = join(options.dir, name)
  const group = options.groupOf?.(name)
  const kept = readNamed(name, file, options)
  if (kept === undefined) {
    makeSecret(name, options, make())
    return keptSecret(name, options, make)
  }
  const { mode, gid } = statSync(file)
  if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
    throw new ConfigError([`${file} can be read by everyone: chmod 600 it`])
  }
  if (kept === '')
    throw new ConfigError([`${file} is empty: restore it, or remove it to make a new one`])
  if (group !== undefined && (group !== gid || (mode & RIGHTS) !== modeOf(options)))
    giveToGroup(file, group, options)
  return kept
}

function readNamed(name: string, file: string, options: SecretsOptions): string | undefined {
  try {
    return readIfThere(file)
  } catch (error) {
    const group = options.groupOf?.(name)
    if (group !== undefined) refuseUngiven(file, group, options, error)
    refuseUnnamed(name, options, error)
  }
}

function giveToGroup(file: string, group: number, options: SecretsOptions): void {
  try {
    // Only its group: a process gives a file of its own to a group that it is in without any right of root.
    chownSync(file, -1, group)
    chmodSync(file, modeOf(options))
  } catch (error) {
    refuseUngiven(file, group, options, error)
  }
}

/** A file of another owner's, as one that the operator put there. */
function refuseUngiven(
  file: string,
  group: number,
  options: SecretsOptions,
  error: unknown,
): never {
  const mend = `chown ${process.getuid?.()}:${group} and chmod ${modeOf(options).toString(8)} it`
  throw new ConfigError([
    `${file} cannot be kept to those who read it (${messageOf(error)}): ${mend}`,
  ])
}

function modeOf({ mode = 0o600 }: SecretsOptions): number {
  return mode
}

function makeSecret(name: string, options: SecretsOptions, value: string): void {
  const { dir } = options
  const file = join(dir, name)
  const group = options.groupOf?.(name)
  try {
    makeFolderSync(dir, 0o700)
    createOnce(file, value, modeOf(options), group)
    syncFolderSync(dir)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (group !== undefined && code === 'EPERM') refuseUngiven(file, group, options, error)
    refuseUnnamed(name, options, error)
  }
}

/** A part that may neither read nor make a secret is one whose manifest does not name it, or another user’s. */
function refuseUnnamed(name: string, { dir }: SecretsOptions, error: unknown): never {
  const { code } = error as NodeJS.ErrnoException
  if (!['EROFS', 'EACCES', 'EPERM'].includes(code ?? '')) throw error
  const variable = name.toUpperCase().replaceAll('-', '_')
  throw new ConfigError([
    `the secret ${name} cannot be read or made in ${dir} (${code}): be the user whose folder it is; a service names it under secrets in its manifest; or set ${variable} or ${variable}_FILE`,
  ])
}

/** Two processes that start at once must end with one secret: the file appears whole, or it was there. */
function createOnce(file: string, value: string, mode: number, group: number | undefined): void {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`
  try {
    writeDurably(temporary, value, mode, group)
    linkSync(temporary, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(temporary, { force: true })
  }
}

function writeDurably(file: string, value: string, mode: number, group: number | undefined): void {
  const handle = openSync(file, 'wx', 0o600)
  try {
    // Before anybody may read it: the group of the folder is one that others are in.
    if (group !== undefined) fchownSync(handle, -1, group)
    fchmodSync(handle, mode)
    writeFileSync(handle, value)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
