import { html, type Html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'

/** Projects that are not collected, and how one becomes such: a known one, or any that is still to come. */
export function leftOutCard(
  projects: readonly string[],
  leftOut: readonly string[],
  csrf: string,
): Html {
  const open = [...new Set(projects)].filter((project) => !leftOut.includes(project)).toSorted()
  return html`<section class="card stack" aria-labelledby="left-out">
    <header><h2 id="left-out">Projects that are not collected</h2></header>
    ${
      leftOut.length === 0
        ? html`<p class="muted">All projects are collected.</p>`
        : html`<ul class="list">
            ${leftOut.map(
              (project) =>
                html`<li>
                  <form class="row" method="post" action="/sessions/take-in">
                    ${csrfField(csrf)}<input type="hidden" name="project" value="${project}" />
                    <code>${project}</code>
                    <button class="button small">
                      Collect again<span class="visually-hidden"> ${project}</span>
                    </button>
                  </form>
                </li>`,
            )}
          </ul>`
    }
    <form class="inline-form" method="post" action="/sessions/leave-out">
      ${csrfField(csrf)}
      <div class="field">
        <label for="leave-out">Leave out from now on</label>
        <input
          id="leave-out"
          name="project"
          list="projects"
          required
          maxlength="999"
          autocomplete="off"
          placeholder="/home/you/diary"
          aria-describedby="leave-out-hint"
        />
        <datalist id="projects">
          ${open.map((project) => html`<option value="${project}"></option>`)}
        </datalist>
      </div>
      <button class="button">Leave out</button>
    </form>
    <p class="small muted" id="leave-out-hint">
      The whole path of a folder, which need not be known yet; those below it are left out too. What
      was collected before stays until you delete it.
    </p>
  </section>`
}
