import { z } from 'zod'
import type { ImportEntry, Importer } from '#core/import/importer.ts'
import { readEntries } from '#core/import/read-entries.ts'
import { takeLink } from '../links/take-link.ts'

const entry = z.object({
  // A group has a number below zero; here only private chats are served.
  chat_id: z.int().positive('must be the number of a private chat: link again in the portal'),
  linked_at: z.iso.datetime({ offset: true }).optional().catch(undefined),
})

/** Whose chat is whose, by telegram_users.json; codes of the original are good for minutes only. */
export default {
  knows: (file) => /(^|\/)(telegram_users|pending_codes)\.json$/.test(file),
  async take(files, context) {
    const entries: ImportEntry[] = []
    for (const file of files) {
      if (file.endsWith('pending_codes.json')) {
        const detail = 'codes for linking, good for ten minutes: begin again in the portal'
        entries.push({ state: 'left', file, detail })
        continue
      }
      const { good, refused } = await readEntries(context.dir, file, entry)
      for (const [key, link] of good) {
        entries.push({ file, key, ...(await takeLink(context, key, link)) })
      }
      entries.push(...refused)
    }
    return entries
  },
} satisfies Importer
