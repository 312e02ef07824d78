import type { Health } from '#core/service.ts'
import { html, type Html } from '#core/html.ts'
import type { Page } from './frame.ts'
import { timeAgo } from './time.ts'

/** One part of the stack. */
export interface PartHealth extends Health {
  readonly id: string
  readonly title: string
}

/** One way to sign in; `reason` says why it is off. */
export interface ProviderFacts {
  readonly id: string
  readonly title: string
  readonly state: 'on' | 'off' | 'misconfigured'
  readonly reason?: string
}

/** What the health page shows. */
export interface StatusFacts {
  readonly parts: readonly PartHealth[]
  readonly providers: readonly ProviderFacts[]
  /** What was odd in instance.yaml. */
  readonly warnings: readonly string[]
  readonly instancePath: string
  readonly now: Date
}

const words = { ok: 'Healthy', degraded: 'Degraded', failed: 'Failed' } as const
const tones = { ok: 'ok', degraded: 'warn', failed: 'fail' } as const

/** The page for administrators: how every part is, which sign-ins are on, and what is set up oddly. */
export function statusPage(facts: StatusFacts): Page {
  const unwell = facts.parts.filter(({ status }) => status !== 'ok').length
  const lead =
    unwell === 0
      ? `All ${facts.parts.length} parts are healthy.`
      : `${unwell} of ${facts.parts.length} parts need attention.`
  return {
    title: 'Health',
    body: html`<header class="page-head">
        <div>
          <h1>Health</h1>
          <p class="lead">${lead}</p>
        </div>
        <div class="actions"><a class="button" href="/status">Check again</a></div>
      </header>
      ${partsCard(facts)} ${providersCard(facts.providers)} ${warningsCard(facts)}`,
  }
}

function partsCard({ parts, now }: StatusFacts): Html {
  return html`<section class="card flush">
    <header><h2>Parts</h2></header>
    <div class="scroll" tabindex="0" role="region" aria-label="Parts">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">State</th>
            <th scope="col">What it says</th>
            <th scope="col">Last useful work</th>
          </tr>
        </thead>
        <tbody>
          ${parts.map((part) => partRow(part, now))}
        </tbody>
      </table>
    </div>
  </section>`
}

function partRow({ id, title, status, detail, lastWork }: PartHealth, now: Date): Html {
  return html`<tr>
    <th scope="row">${title} <small class="muted mono">${id}</small></th>
    <td><span class="badge ${tones[status]}">${words[status]}</span></td>
    <td>${detail ?? html`<span class="muted">–</span>`}</td>
    <td class="nowrap">
      ${lastWork ? timeAgo(new Date(lastWork), now) : html`<span class="muted">–</span>`}
    </td>
  </tr>`
}

const providerBadges = {
  on: html`<span class="badge ok">On</span>`,
  off: html`<span class="badge">Off</span>`,
  misconfigured: html`<span class="badge fail">Set up wrongly</span>`,
} as const

function providersCard(providers: readonly ProviderFacts[]): Html {
  return html`<section class="card">
    <header><h2>Ways to sign in</h2></header>
    <ul class="list">
      ${providers.map(
        ({ id, title, state, reason }) =>
          html`<li>
            <div class="spread">
              <div>
                <strong>${title}</strong> <small class="muted mono">${id}</small>
                ${reason && html`<p class="small muted">${reason}</p>`}
              </div>
              ${providerBadges[state]}
            </div>
          </li>`,
      )}
    </ul>
    ${providers.length === 0 && html`<p class="muted">No provider is installed in this image.</p>`}
  </section>`
}

function warningsCard({ warnings, instancePath }: StatusFacts): Html {
  return html`<section class="card">
    <header>
      <h2>Configuration</h2>
      <code>${instancePath}</code>
    </header>
    ${
      warnings.length > 0
        ? html`<ul class="list">
            ${warnings.map((warning) => html`<li>${warning}</li>`)}
          </ul>`
        : html`<p class="muted">Nothing in it is unknown or out of date.</p>`
    }
  </section>`
}
