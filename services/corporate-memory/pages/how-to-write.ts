import { html } from '#core/html.ts'

/** Where notes are written, for pages that have none to show. */
export const howToWrite = html`<p>
    Write what you learn into <code>CLAUDE.local.md</code>: in your folder on the server, or in your
    analyst folder, from where <code>analyst memory push</code> sends it.
  </p>
  <p>Twice an hour it is read; secrets and personal notes stay yours.</p>`
