import type { Context } from 'koa'
import { Unauthorized } from '#core/errors.ts'
import { readBody } from '#core/http/body.ts'
import type { Router } from '#core/http/router.ts'
import { principalOfBearer } from '#core/identity/bearer.ts'
import type { Principal } from '#core/identity/principal.ts'
import type { TokenScope } from '#core/identity/tokens.ts'
import type { Secrets } from '#core/secrets.ts'
import { writeNote } from '../notes/write-note.ts'
import { ruleFiles } from '../rules/rule-file.ts'
import { acceptedItems, rulesFor } from '../rules/rules-for.ts'
import type { MemoryDeps } from './memory-deps.ts'

const NOTE_BYTES = 1024 * 1024

/** For machines of analysts, with a token: the note goes in, the rules come out. */
export function machineRoutes(
  router: Router,
  { db, homesDir }: MemoryDeps,
  secrets: Secrets,
): Router {
  async function ownerOf(ctx: Context, need: TokenScope): Promise<Principal> {
    const token = /^Bearer (\S+)$/i.exec(ctx.get('authorization'))?.[1] ?? ''
    const person = token === '' ? undefined : await principalOfBearer({ db, secrets }, token, need)
    if (person) return person
    throw new Unauthorized('token_required', 'A token of yours is needed', {
      remedy: 'Sign in with `analyst login`, or make a token on the account page.',
      headers: { 'WWW-Authenticate': 'Bearer' },
    })
  }

  async function sendRules(ctx: Context): Promise<void> {
    const { username } = await ownerOf(ctx, 'data')
    ctx.set('Cache-Control', 'no-store')
    ctx.body = { files: ruleFiles(rulesFor(await acceptedItems(db.pool), username)) }
  }

  async function takeNote(ctx: Context): Promise<void> {
    const { username } = await ownerOf(ctx, 'all')
    await writeNote(homesDir, username, (await readBody(ctx, NOTE_BYTES)).toString('utf8'))
    ctx.status = 204
  }

  return router
    .get('/api/corporate-memory/rules', sendRules)
    .put('/api/corporate-memory/note', takeNote)
}
