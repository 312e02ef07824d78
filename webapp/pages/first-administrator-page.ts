import { html, type Html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import type { Page } from './frame.ts'

/** What was typed before, and why it was refused. */
export interface FirstAdministratorForm {
  readonly action: string
  readonly csrf: string
  /** The fields that the ways to sign in need, such as a password. */
  readonly enrolment: readonly Html[]
  readonly email: string
  readonly name: string
  readonly problem?: string | undefined
}

/** The page behind the one-time link of a new installation. */
export function firstAdministratorPage(form: FirstAdministratorForm): Page {
  return {
    title: 'Set up the first administrator',
    status: form.problem === undefined ? 200 : 400,
    broad: true,
    body: html`<section class="card">
      <header>
        <div>
          <h1>Make yourself the administrator</h1>
          <p class="muted">
            This link works once. After it, people enter by the ways that you switch on.
          </p>
        </div>
      </header>
      ${form.problem && html`<div class="notice fail" role="alert"><p>${form.problem}</p></div>`}
      <form method="post" action="${form.action}" class="stack">
        ${csrfField(form.csrf)}
        <div class="field">
          <label for="email">E-mail</label>
          <input
            id="email"
            name="email"
            type="email"
            required
            maxlength="254"
            autocomplete="username"
            value="${form.email}"
          />
        </div>
        <div class="field">
          <label for="name">Name</label>
          <input
            id="name"
            name="name"
            required
            maxlength="200"
            autocomplete="name"
            value="${form.name}"
          />
        </div>
        ${form.enrolment}
        <button class="button primary block">Create the administrator</button>
      </form>
    </section>`,
  }
}
