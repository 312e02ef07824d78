import { z } from 'zod'
import type { ImportEntry, Importer } from '#core/import/importer.ts'
import { readEntries } from '#core/import/read-entries.ts'

/**
 * Who had linked the desktop app. The file holds no token, and those of the original name no device that
 * could be ended, so that nothing of them is good here.
 */
export default {
  knows: (file) => /(^|\/)desktop_users\.json$/.test(file),
  async take(files, { dir }) {
    const entries: ImportEntry[] = []
    for (const file of files) {
      const { good, refused } = await readEntries(dir, file, z.looseObject({}))
      const detail = 'links again in the app: tokens of the original cannot be taken over'
      entries.push(...good.map(([key]) => ({ state: 'left', file, key, detail }) as const))
      entries.push(...refused)
    }
    return entries
  },
} satisfies Importer
