import { html, type Html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'

interface Pausable {
  readonly name: string
  readonly schedule: string
  readonly paused: boolean
}

/** The button that pauses a script or resumes it; nothing for one that no schedule runs. */
export function pauseForm(
  { name, schedule, paused }: Pausable,
  csrf: string,
  style: string,
): Html | false {
  if (schedule === 'manual' && !paused) return false
  return html`<form method="post" action="/scripts/${name}/${paused ? 'resume' : 'pause'}">
    ${csrfField(csrf)}
    <button class="${style}">
      ${paused ? 'Resume' : 'Pause'}<span class="visually-hidden"> ${name}</span>
    </button>
  </form>`
}
