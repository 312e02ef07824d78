import { html } from '#core/html.ts'
import type { Page } from './frame.ts'
import { icon } from './icon.ts'

/** What a person needs to know of an error. */
export interface ErrorFacts {
  readonly status: number
  readonly detail: string
  readonly remedy?: string
  readonly requestId?: string
  /** The page whose form failed. */
  readonly back?: string
}

const titles: Readonly<Record<number, string>> = {
  401: 'Please sign in',
  403: 'You may not do this',
  404: 'There is nothing here',
  413: 'That is too much',
  429: 'Too many tries',
  502: 'A part of the system does not answer',
  503: 'Not available right now',
}

/** The page of an error, with the way back to the form that failed, or home. */
export function errorPage({ status, detail, remedy, requestId, back }: ErrorFacts): Page {
  const title = titles[status] ?? (status < 500 ? 'That did not work' : 'Something went wrong')
  return {
    title,
    status,
    body: html`<section class="card">
      <div class="empty">
        ${icon(status === 404 ? 'lost' : 'warning')}
        <h1>${title}</h1>
        <p>${detail}</p>
        ${remedy && html`<p>${remedy}</p>`}
        ${back === undefined ? html`<a class="button" href="/">Back to the start</a>` : html`<a class="button" href="${back}">Back to the page</a>`}
        ${requestId && html`<p class="small">Error ${status} · request <code>${requestId}</code></p>`}
      </div>
    </section>`,
  }
}
