import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '#core/files/make-folder.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import type { PersonAccess } from './read-access.ts'

/** The user that all login names of the gateway share: `container.user` in its manifest. */
const SHARED_USER = '9022:10000'

const GROUP_READS = 0o640
/** A name that is a file and an entry of a list of users at the same time. */
const USERNAME = /^[a-z][a-z0-9._-]*$/

/**
 * Writes who may do what for the gateway: `keys/<user name>` (sshd(8), authorized_keys), `people/<user name>.json`,
 * `passwd` (passwd(5)), and `alive`, by whose age the gateway sees that this is still true. Files of people
 * who are no more are removed first, and what is as it should be is not touched.
 */
export async function writeAccess(folder: string, people: readonly PersonAccess[]): Promise<void> {
  const named = people.filter(({ username }) => USERNAME.test(username))
  const wanted = new Map<string, string>()
  for (const { username, keys, files } of named) {
    wanted.set(`people/${username}.json`, `${JSON.stringify({ keys, files })}\n`)
    wanted.set(`keys/${username}`, keys.map((key) => `restrict ${key}\n`).join(''))
  }
  const users = named.map(({ username }) => `${username}:x:${SHARED_USER}::/tmp:/bin/sh\n`)
  wanted.set('passwd', users.join(''))
  for (const sub of ['keys', 'people']) {
    await makeFolder(join(folder, sub))
    for (const name of await readdir(join(folder, sub))) {
      // Another process of ours may be about to put a temporary file into its place.
      if (!name.startsWith('.') && !wanted.has(`${sub}/${name}`)) await rm(join(folder, sub, name))
    }
  }
  for (const [path, content] of wanted) await writeChanged(join(folder, path), content)
  await publishFile(join(folder, 'alive'), `${new Date().toISOString()}\n`, GROUP_READS)
}

/** Writes a file unless it says so already. */
export async function writeChanged(file: string, content: string): Promise<void> {
  if ((await readTextIfPresent(file)) !== content) await publishFile(file, content, GROUP_READS)
}
