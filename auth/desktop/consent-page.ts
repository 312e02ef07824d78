import type { GuestPage } from '#core/auth.ts'
import { html, type Html } from '#core/html.ts'

/** What a person has to know to decide. Name and machine are only what the program says of itself. */
export interface Consent {
  readonly program: string
  readonly where: string
  readonly since?: Date
  readonly email: string
  readonly action: string
  /** What comes back with the answer. */
  readonly fields: Readonly<Record<string, string | undefined>>
  readonly csrf: Html
}

/** Asks whether a program may act for the person; nothing is allowed by opening the page. */
export function consentPage(consent: Consent): GuestPage {
  const { program, where, since, email, action, csrf } = consent
  return {
    title: 'Allow a program',
    body: html`<section class="card narrow">
      <header><h1>Allow this program?</h1></header>
      <dl class="facts">
        <dt>It calls itself</dt>
        <dd><strong>${program}</strong></dd>
        <dt>It asks from</dt>
        <dd>${where}${since && html`, at ${since.toISOString().slice(11, 16)} UTC`}</dd>
        <dt>It will act for</dt>
        <dd>${email}</dd>
        <dt>It may</dt>
        <dd>Fetch the data that you may see, until you unlink it on your account page</dd>
      </dl>
      <div class="notice warn">
        <p>Allow it only if you started it yourself, a moment ago. Nobody else may ask you to.</p>
      </div>
      <form method="post" action="${action}" class="row">
        ${csrf} ${hiddenFields(consent.fields)}
        <button class="button primary" name="decision" value="allowed">Allow</button>
        <button class="button" name="decision" value="denied">Deny</button>
      </form>
    </section>`,
  }
}

function hiddenFields(fields: Consent['fields']): readonly Html[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [html`<input type="hidden" name="${name}" value="${value}" />`],
  )
}
