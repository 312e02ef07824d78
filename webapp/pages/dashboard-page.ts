import { html, type Html } from '#core/html.ts'
import type { Page } from './frame.ts'

/** A service's widget; `content` is missing when the service did not answer in time or not well. */
export interface Widget {
  readonly title: string
  readonly path: string
  /** The service's page, if it has one. */
  readonly page?: string
  readonly content?: Html
}

/** What the dashboard shows. */
export interface DashboardFacts {
  readonly name: string
  readonly widgets: readonly Widget[]
  readonly publicUrl: URL
  /** Whether one of the person's machines has fetched something already. */
  readonly connected: boolean
}

/** The first page after signing in: the services' widgets, and how to connect a machine. */
export function dashboardPage({ name, widgets, publicUrl, connected }: DashboardFacts): Page {
  return {
    title: 'Home',
    body: html`<header class="page-head">
        <div>
          <h1>Welcome, ${name}</h1>
          <p class="lead">The company’s data on your machine, ready for Claude Code and DuckDB.</p>
        </div>
      </header>
      ${widgets.length > 0 && html`<div class="grid wide">${widgets.map(widgetCard)}</div>`}
      ${connected ? connectAnother(publicUrl) : connectFirst(publicUrl)}`,
  }
}

function widgetCard(widget: Widget): Html {
  return html`<section class="card">
    <header>
      <h2>${widget.title}</h2>
      ${widget.page && html`<a href="${widget.page}" aria-label="Open ${widget.title}">Open</a>`}
    </header>
    <div class="stack">${widget.content ?? widgetUnavailable(widget)}</div>
  </section>`
}

/** What stands in a widget's card while its service does not answer. */
export function widgetUnavailable({ title, path }: Pick<Widget, 'title' | 'path'>): Html {
  return html`<p class="muted">${title} is not available right now.</p>
    <p>
      <a
        class="button small"
        href="/"
        hx-get="${path}"
        hx-target="closest .stack"
        aria-label="Try again: ${title}"
        >Try again</a
      >
    </p>`
}

function connectFirst(publicUrl: URL): Html {
  return html`<section class="card">
    <header>
      <div>
        <h2>Connect your machine</h2>
        <p class="muted">Four commands, about two minutes. You need Node 20 or later.</p>
      </div>
    </header>
    ${connectSteps(publicUrl)}
  </section>`
}

function connectAnother(publicUrl: URL): Html {
  return html`<section class="card">
    <header>
      <div>
        <h2>Your machine is connected</h2>
        <p class="muted">Run <code>node analyst.mjs sync</code> to fetch what is new.</p>
      </div>
      <span class="badge ok">Connected</span>
    </header>
    <details class="more">
      <summary>Connect another machine</summary>
      ${connectSteps(publicUrl)}
    </details>
  </section>`
}

function connectSteps(publicUrl: URL): Html {
  const server = publicUrl.origin
  return html`<ol class="steps">
    ${step(
      'Fetch the command line',
      html`One file, in the folder where you want to work.`,
      'connect-fetch',
      `curl -fsSL ${server}/analyst.mjs -o analyst.mjs`,
    )}
    ${step(
      'Sign in',
      html`Your browser asks whether you allow it. On a machine without one add
        <code>--device</code>.`,
      'connect-login',
      `node analyst.mjs login --server ${server}`,
    )}
    ${step(
      'Fetch the data',
      html`Every table that you may see, checked and kept current.`,
      'connect-sync',
      'node analyst.mjs sync',
    )}
    ${step('Ask', html`Start Claude Code in the same folder and ask a question.`, 'connect-ask', 'claude')}
  </ol>`
}

function step(title: string, explanation: Html, id: string, command: string): Html {
  return html`<li>
    <div>
      <h3>${title}</h3>
      <p class="muted">${explanation}</p>
      <div class="copy">
        <pre
          class="code"
          id="${id}"
          tabindex="0"
          aria-label="Command: ${title}"
        ><code>${command}</code></pre>
        <button class="button small" type="button" data-copy="${id}">Copy</button>
      </div>
    </div>
  </li>`
}
