import { rm } from 'node:fs/promises'
import { makeFolder } from '#core/files/make-folder.ts'
import { publishFile } from '#core/files/publish-file.ts'
import type { Tokens } from './oauth-server.ts'
import { damaged, readJsonIfPresent } from './read-json.ts'
import type { Workspace } from './workspace.ts'

/** What `login.json` says: by which tokens this folder is linked to which server. */
export interface LoginRecord extends Tokens {
  readonly server: string
}

/** Undefined when the folder is not linked; throws BadRequest when the file is damaged. */
export async function readLogin(workspace: Workspace): Promise<LoginRecord | undefined> {
  const value = await readJsonIfPresent(workspace.login)
  if (value === undefined) return undefined
  if (!isLoginRecord(value)) throw damaged(workspace.login, 'it does not describe a login')
  return value
}

/** Only its owner can read the file. */
export async function writeLogin(workspace: Workspace, record: LoginRecord): Promise<void> {
  await makeFolder(workspace.control)
  await publishFile(workspace.login, JSON.stringify(record, undefined, 1), 0o600)
}

export async function removeLogin(workspace: Workspace): Promise<void> {
  await rm(workspace.login, { force: true })
}

function isLoginRecord(value: unknown): value is LoginRecord {
  if (typeof value !== 'object' || value === null) return false
  const { server, accessToken, refreshToken, expiresAt } = value as Record<string, unknown>
  const texts = [server, accessToken, refreshToken]
  return texts.every((text) => typeof text === 'string') && Number.isFinite(expiresAt)
}
