import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#core/errors.ts'
import type { ImportContext, ImportEntry, Importer } from '#core/import/importer.ts'
import { importPasswordUsers, type ImportOutcome } from '../legacy/import-password-users.ts'
import { passwordUsers } from '../legacy/password-users.ts'

const states = {
  'password taken over': 'new',
  'person taken over': 'new',
  kept: 'there',
  'left out': 'refused',
} satisfies Record<ImportOutcome['outcome'], ImportEntry['state']>

/** People and hashes of password_users.json. */
export default {
  makesPeople: true,
  knows: (file) => /(^|\/)password_users\.json$/.test(file),
  async take(files, context) {
    const entries: ImportEntry[] = []
    for (const file of files) entries.push(...(await takeFile(file, context)))
    return entries
  },
} satisfies Importer

async function takeFile(
  file: string,
  { dir, db, installation }: ImportContext,
): Promise<readonly ImportEntry[]> {
  try {
    const users = passwordUsers(await readFile(join(dir, file), 'utf8'))
    const outcomes = await importPasswordUsers(db, installation.instance.auth, users)
    return outcomes.map(({ email, outcome, detail }) => ({
      ...{ state: states[outcome], file, key: email },
      detail: [outcome, detail].filter(Boolean).join(': '),
    }))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [{ state: 'refused', file, detail: error.message }]
  }
}
