import type { Database } from '#core/database/connect.ts'
import type { Events } from '#core/database/events.ts'
import { AppError } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import { Router } from '#core/http/router.ts'
import { audit } from '#core/identity/audit.ts'
import { checkCsrf } from '#core/portal/check-csrf.ts'
import { personOf, seeOther, sendFragment, type PageContext } from '#core/portal/page-context.ts'
import { KEYS_EVENT } from '../access/follow-access.ts'
import { addKey, keysOf, removeKey } from '../keys/keys.ts'
import { readPublicKey } from '../keys/public-key.ts'
import { keysPage, type Gateway } from './keys-page.ts'

/** What the page works with. */
export interface KeysDeps {
  readonly db: Database
  readonly events: Events
  readonly gateway: Gateway
}

/** The page of one person's keys, to be mounted behind `portalIdentity`. */
export function keysRouter({ db, events, gateway }: KeysDeps): Router {
  async function showPage(ctx: PageContext, problem?: AppError, typed = ''): Promise<void> {
    const person = personOf(ctx)
    const keys = await keysOf(db, person.personId)
    sendFragment(ctx, keysPage({ person, keys, gateway, problem, typed }))
  }

  async function add(ctx: PageContext): Promise<void> {
    const { personId, email } = personOf(ctx)
    const typed = (await readForm(ctx)).get('key') ?? ''
    try {
      const key = readPublicKey(typed)
      await addKey(db, personId, key)
      const detail = { type: key.type, fingerprint: key.fingerprint }
      await audit(db, { actor: email, action: 'ssh_key.add', subject: email, detail })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      ctx.status = error.status
      return showPage(ctx, error, typed)
    }
    await events.notify(KEYS_EVENT)
    seeOther(ctx, '/ssh-keys')
  }

  async function remove(ctx: PageContext): Promise<void> {
    const { personId, email } = personOf(ctx)
    const id = (await readForm(ctx)).get('id') ?? ''
    const { type, fingerprint } = await removeKey(db, personId, id)
    await events.notify(KEYS_EVENT)
    const detail = { type, fingerprint }
    await audit(db, { actor: email, action: 'ssh_key.remove', subject: email, detail })
    seeOther(ctx, '/ssh-keys')
  }

  return new Router()
    .get('/ssh-keys', (ctx: PageContext) => showPage(ctx))
    .post('/ssh-keys', checkCsrf, add)
    .post('/ssh-keys/remove', checkCsrf, remove)
}
