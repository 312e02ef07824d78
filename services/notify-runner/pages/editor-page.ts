import type { AppError } from '#core/errors.ts'
import { html, type Html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'

interface EditorView {
  readonly name: string
  readonly source: string
  readonly csrf: string
  /** The mark of the text that it began with; a new script has none. */
  readonly was?: string
  /** Why it could not be saved. */
  readonly mistake?: AppError
}

/** Writing a script in the portal. */
export function editorPage({ name, source, csrf, was, mistake }: EditorView): Html {
  const isNew = was === undefined
  return html`<header class="page-head">
      <div>
        <h1>${isNew ? 'New script' : `Edit ${name}`}</h1>
        <p class="lead">
          The comments at the top say when it runs: five cron fields in UTC, or <code>manual</code>.
        </p>
      </div>
    </header>
    ${
      mistake &&
      html`<div class="notice fail" role="alert">
        <p>It was not saved: ${mistake.message}</p>
        ${mistake.remedy && html`<p>${mistake.remedy}</p>`}
      </div>`
    }
    <form class="card stack" method="post" action="/scripts/save">
      ${csrfField(csrf)}
      ${
        isNew
          ? html`<input type="hidden" name="new" value="yes" />`
          : html`<input type="hidden" name="was" value="${was}" />`
      }
      <div class="field">
        <label for="name">File name</label>
        <input
          id="name"
          name="name"
          value="${name}"
          required
          pattern="[A-Za-z0-9_][A-Za-z0-9_.\\-]*\\.(py|js|sql)"
          aria-describedby="name-hint"
          ${!isNew && html`readonly`}
        />
        <small id="name-hint">Ends in .sql, .py or .js</small>
      </div>
      <div class="field">
        <label for="source">Script</label>
        <textarea id="source" name="source" class="mono" rows="20" spellcheck="false" wrap="off">
${source}</textarea>
      </div>
      <div class="row">
        <button class="button primary">Save</button>
        <a class="button quiet" href="${isNew ? '/scripts' : `/scripts/${name}`}">Cancel</a>
      </div>
    </form>`
}
