import { html, type Html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import { categories, categoryNames } from '../extract/category.ts'
import { expiresAt } from '../views/expires-at.ts'
import type { ItemView } from '../views/item-view.ts'
import { decisionForm } from './decision-form.ts'
import type { Viewer } from './viewer.ts'

/** What a reviewer may do with an item: decide, write it better, make it one with another. */
export function reviewCard(item: ItemView, alike: readonly ItemView[], viewer: Viewer): Html {
  const { csrf } = viewer
  return html`<section class="card">
    <header>
      <div>
        <h2>Review</h2>
        <p class="muted">
          Accepted texts become rules that everyone’s agent reads. ${expiry(item, viewer)}
        </p>
      </div>
      ${decisionForm(item, viewer, `/corporate-memory/${item.id}`)}
    </header>
    <details class="more">
      <summary>Write it better</summary>
      ${editForm(item, csrf)}
    </details>
    ${alike.length > 0 && mergeForms(item, alike, csrf)}
  </section>`
}

function expiry(item: ItemView, { expireDays }: Viewer): string | undefined {
  const day = expiresAt(item, expireDays)?.toISOString().slice(0, 10)
  return day && `This one expires on ${day}, unless it is confirmed.`
}

function editForm({ id, title, content, category, tags, version }: ItemView, csrf: string): Html {
  return html`<form method="post" action="/corporate-memory/${id}/edit" class="stack">
    ${csrfField(csrf)} <input type="hidden" name="version" value="${version}" />
    <div class="field">
      <label for="edit-title">Title</label>
      <input id="edit-title" name="title" value="${title}" maxlength="60" required />
    </div>
    <div class="field">
      <label for="edit-content">Text</label>
      <textarea id="edit-content" name="content" maxlength="500" rows="5" required>
${content}</textarea>
    </div>
    <div class="field">
      <label for="edit-category">About</label>
      <select id="edit-category" name="category">
        ${categories.map((one) => html`<option value="${one}" ${one === category && html`selected`}>${categoryNames[one]}</option>`)}
      </select>
    </div>
    <div class="field">
      <label for="edit-tags">Tags, at most six words</label>
      <input
        id="edit-tags"
        name="tags"
        value="${tags.join(', ')}"
        maxlength="200"
        pattern="[\\s,]*([\\p{L}\\p{N}_\\-]{2,30}([\\s,]+|$)){0,6}"
        title="At most six words of 2 to 30 letters, digits, _ or -"
      />
    </div>
    <button class="button primary">Save as a new version</button>
  </form>`
}

function mergeForms({ id }: ItemView, alike: readonly ItemView[], csrf: string): Html {
  return html`<h3>Perhaps the same</h3>
    <ul class="list">
      ${alike.map(
        (other) =>
          html`<li>
            <div class="spread">
              <div>
                <a href="/corporate-memory/${other.id}">${other.title}</a>
                <p class="small muted">${other.content}</p>
              </div>
              <form method="post" action="/corporate-memory/${id}/merge">
                ${csrfField(csrf)} <input type="hidden" name="into" value="${other.id}" />
                <button class="button small" aria-label="Make it one with: ${other.title}">
                  Make it one
                </button>
              </form>
            </div>
          </li>`,
      )}
    </ul>`
}
