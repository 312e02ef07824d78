import type { Context } from 'koa'
import type { AuthContext } from '#core/auth.ts'
import { messageOf } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import { clientAddress } from '#core/http/client-address.ts'
import type { Router } from '#core/http/router.ts'
import { isAdmitted } from '#core/identity/admission.ts'
import { audit } from '#core/identity/audit.ts'
import { emailIn } from '#core/identity/email.ts'
import { findPersonByEmail } from '#core/identity/people.ts'
import { askedLinks, LINK_MINUTES } from './asked-link.ts'
import { askPage, sentPage } from './pages.ts'

const perAddress = { points: 20, seconds: 3600 }
const perPair = { points: 5, seconds: 900 }
const mailsPerHour = { points: 5, seconds: 3600 }

/** /login/email: asking for a link. The answer and its time are the same for every address. */
export function requestRoutes(context: AuthContext<unknown>, router: Router): Router {
  const { db, rateLimits, log } = context
  const links = askedLinks(context)

  function ask(ctx: Context): void {
    context.render(ctx, askPage(context.csrfField(ctx)))
  }

  /** The original took a password at this address: such a form goes on to where passwords are checked. */
  function passOn(ctx: Context): void {
    ctx.status = 307
    ctx.redirect('/login/password')
  }

  async function send(ctx: Context): Promise<void> {
    const form = await readForm(ctx)
    context.requireCsrf(ctx, form)
    const address = clientAddress(ctx)
    const typed = (form.get('email') ?? '').trim().toLowerCase().slice(0, 254)
    await rateLimits.take('magic-link-address', address, perAddress)
    await rateLimits.take('magic-link-pair', `${typed} ${address}`, perPair)
    const link = await links.begin(ctx)
    context.render(ctx, sentPage())
    // Only when the answer is gone: its time must not tell whether there is anything to do.
    ctx.res.once('close', () => void mail(link, typed, address))
  }

  async function mail(
    link: Awaited<ReturnType<typeof links.begin>>,
    typed: string,
    address: string,
  ): Promise<void> {
    try {
      const record = (action: string) =>
        audit(db, { actor: typed, action, subject: typed, address })
      const email = await whoMayEnter(context, typed)
      if (email === undefined) return await record('magic-link.refused')
      if (!(await rateLimits.allows('magic-link-mail', email, mailsPerHour)))
        return await record('magic-link.limited')
      await link.store(email)
      await context.sendMail(linkMail(context, email, link.token))
      await record('magic-link.sent')
    } catch (error) {
      log.error({ reason: messageOf(error) }, 'a link to sign in was not sent')
    }
  }

  return router
    .get('/login/email', ask)
    .post('/login/email', passOn)
    .post('/login/email/send', send)
}

/** The address, when it is a person's or the rules admit it, and nobody is locked out. */
async function whoMayEnter(
  { db, instance }: Pick<AuthContext, 'db' | 'instance'>,
  typed: string,
): Promise<string | undefined> {
  const email = emailIn(typed)
  if (email === undefined) return undefined
  const person = await findPersonByEmail(db, email)
  if (person) return person.suspended || person.barred ? undefined : email
  return isAdmitted(email, instance.auth) ? email : undefined
}

function linkMail(
  { publicUrl, instance }: Pick<AuthContext, 'publicUrl' | 'instance'>,
  to: string,
  token: string,
) {
  const url = new URL(`/login/email/verify/${token}`, publicUrl)
  return {
    to,
    subject: `Your link to ${instance.name}`,
    text: [
      `This link signs you in to ${instance.name}:`,
      url.href,
      `It works once, within ${LINK_MINUTES} minutes, in the browser in which you asked for it.`,
      'If you did not ask for it, ignore it: nothing happens.',
    ].join('\n\n'),
  }
}
