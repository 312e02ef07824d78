import { html, type Html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import { countOf } from '#core/portal/format-count.ts'
import type { ItemView } from '../views/item-view.ts'
import { everything } from '../views/list-request.ts'
import type { OwnNote } from '../views/own-note.ts'
import { howToWrite } from './how-to-write.ts'
import { itemCard } from './item-card.ts'
import { pageTabs } from './page-tabs.ts'
import type { Viewer } from './viewer.ts'

/** As many as a page of the catalogue has; all of them are a list there. */
const SHOWN = 20

/** What came of a person's own notes, and what was held back: nobody else sees this. */
export function minePage(note: OwnNote, viewer: Viewer): Html {
  const { items, takenBack, held, leftOut, problem } = note
  const reasons = Object.entries(leftOut)
  return html`<header class="page-head">
      <div>
        <h1>My notes</h1>
        <p class="lead">
          ${countOf(items.length, 'item')} of the catalogue came from what you wrote.
        </p>
      </div>
    </header>
    ${pageTabs('/corporate-memory/mine')}
    ${problem !== null && html`<div class="notice warn" role="status"><p>Not read of your note: ${problem}.</p></div>`}
    <section class="card">
      <header>
        <div>
          <h2>Held back</h2>
          <p class="muted">
            Only you see this. Take it out of the note. If it is no secret, put it in other words:
            then it is read.
          </p>
        </div>
      </header>
      ${
        held.length === 0
          ? html`<p class="muted">Nothing looks like a secret or personal data.</p>`
          : html`<ul class="list">
              ${held.map(
                ({ line, name }) =>
                  html`<li>
                    <p>Line ${line} looks like <strong>${name}</strong>.</p>
                  </li>`,
              )}
            </ul>`
      }
      ${
        reasons.length > 0 &&
        html`<p class="small muted">
          Not shared, as it is nobody else’s business or says too little:
          ${reasons.map(([reason, count]) => `${reason} (${count})`).join(', ')}.
        </p>`
      }
    </section>
    ${takenBack.length > 0 && takenBackCard(takenBack, viewer)}
    ${items.slice(0, SHOWN).map((item) => itemCard(item, viewer, everything, '/corporate-memory/mine'))}
    ${items.length > SHOWN && html`<p><a class="button" href="/corporate-memory?show=notes">All ${countOf(items.length, 'item')}</a></p>`}
    ${
      items.length === 0 &&
      html`<div class="card">
        <div class="empty">
          <h2>Nothing of yours yet</h2>
          ${howToWrite}
        </div>
      </div>`
    }`
}

function takenBackCard(items: readonly ItemView[], { csrf }: Viewer): Html {
  return html`<section class="card">
    <header>
      <div>
        <h2>Taken back</h2>
        <p class="muted">Your note does not count for this, whatever it says.</p>
      </div>
    </header>
    <ul class="list">
      ${items.map(
        ({ id, title }) =>
          html`<li>
            <div class="spread">
              <a href="/corporate-memory/${id}">${title}</a>
              <form method="post" action="/corporate-memory/${id}/say-again">
                ${csrfField(csrf)}
                <button class="button small" aria-label="Say it again: ${title}">
                  Say it again
                </button>
              </form>
            </div>
          </li>`,
      )}
    </ul>
    <p class="small muted">
      What you say again is back after the next collection, if your note still says it.
    </p>
  </section>`
}
