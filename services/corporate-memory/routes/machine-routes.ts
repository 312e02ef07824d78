import type { Context } from 'koa'
import { readBody } from '#core/http/body.ts'
import { Router } from '#core/http/router.ts'
import { requireBearer } from '#core/http/require-bearer.ts'
import type { Secrets } from '#core/secrets.ts'
import { decodeNote } from '../notes/decode-note.ts'
import { NOTE_BYTES } from '../notes/read-notes.ts'
import { writeNote } from '../notes/write-note.ts'
import { ruleFiles } from '../rules/rule-file.ts'
import { acceptedItems, rulesFor } from '../rules/rules-for.ts'
import type { MemoryDeps } from './memory-deps.ts'

/** For machines of analysts, with a token: the note goes in, the rules come out. */
export function machineRoutes({ db, homesDir }: MemoryDeps, secrets: Secrets): Router {
  async function sendRules(ctx: Context): Promise<void> {
    const { username } = await requireBearer(ctx, { db, secrets }, 'data')
    ctx.set('Cache-Control', 'no-store')
    ctx.body = { files: ruleFiles(rulesFor(await acceptedItems(db.pool), username)) }
  }

  async function takeNote(ctx: Context): Promise<void> {
    const { username } = await requireBearer(ctx, { db, secrets }, 'all')
    const bytes = await readBody(ctx, NOTE_BYTES)
    decodeNote(bytes)
    await writeNote(homesDir, username, bytes)
    ctx.status = 204
  }

  return new Router()
    .get('/api/corporate-memory/rules', sendRules)
    .put('/api/corporate-memory/note', takeNote)
}
