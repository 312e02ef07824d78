import { html, type Html } from '#core/html.ts'
import { countOf } from '#core/portal/format-count.ts'
import type { Quarantined } from '../catalogue/item.ts'
import type { ItemView } from '../views/item-view.ts'
import { itemCard } from './item-card.ts'
import { pageTabs } from './page-tabs.ts'
import type { Viewer } from './viewer.ts'

/** What came of a person's own notes, and what was held back: nobody else sees this. */
export function minePage(
  items: readonly ItemView[],
  held: readonly Quarantined[],
  viewer: Viewer,
): Html {
  return html`<header class="page-head">
      <div>
        <h1>My notes</h1>
        <p class="lead">
          ${countOf(items.length, 'item')} of the catalogue came from what you wrote.
        </p>
      </div>
    </header>
    ${pageTabs('/corporate-memory/mine')}
    <section class="card">
      <header>
        <div>
          <h2>Held back</h2>
          <p class="muted">Only you see this. Take it out of the note, and the rest is read.</p>
        </div>
      </header>
      ${
        held.length === 0
          ? html`<p class="muted">Nothing looks like a secret or personal data.</p>`
          : html`<ul class="list">
              ${held.map(({ line, name }) => html`<li>Line ${line} looks like <strong>${name}</strong>.</li>`)}
            </ul>`
      }
    </section>
    ${items.map((item) => itemCard(item, viewer, '/corporate-memory/mine'))}
    ${
      items.length === 0 &&
      html`<div class="card">
        <div class="empty">
          <h2>Nothing of yours yet</h2>
          <p>Write into <code>CLAUDE.local.md</code> in your folder on the server.</p>
        </div>
      </div>`
    }`
}
