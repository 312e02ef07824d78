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
  const verb = paused ? 'Resume' : 'Pause'
  return html`<form method="post" action="/scripts/${name}/${verb.toLowerCase()}">
    ${csrfField(csrf)}
    <button class="${style}">${verb}<span class="visually-hidden"> ${name}</span></button>
  </form>`
}
