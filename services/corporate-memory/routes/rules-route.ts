import type { Context } from 'koa'
import { Unauthorized } from '#core/errors.ts'
import type { Router } from '#core/http/router.ts'
import { principalOfBearer } from '#core/identity/bearer.ts'
import type { Secrets } from '#core/secrets.ts'
import { ruleFiles } from '../rules/rule-file.ts'
import { acceptedItems, rulesFor } from '../rules/rules-for.ts'
import type { MemoryDeps } from './memory-deps.ts'

/** GET /api/corporate-memory/rules: the rule files of whoever's token it is, for machines of analysts. */
export function rulesRoute(router: Router, { db }: MemoryDeps, secrets: Secrets): Router {
  async function sendRules(ctx: Context): Promise<void> {
    const token = /^Bearer (\S+)$/i.exec(ctx.get('authorization'))?.[1] ?? ''
    const person =
      token === '' ? undefined : await principalOfBearer({ db, secrets }, token, 'data')
    if (!person) {
      throw new Unauthorized('token_required', 'A token of yours is needed', {
        remedy: 'Sign in with `analyst login`, or make a token on the account page.',
        headers: { 'WWW-Authenticate': 'Bearer' },
      })
    }
    ctx.set('Cache-Control', 'no-store')
    ctx.body = { files: ruleFiles(rulesFor(await acceptedItems(db.pool), person.username)) }
  }

  return router.get('/api/corporate-memory/rules', sendRules)
}
