import { html, type Html } from '../html.ts'

/** The hidden field that proves that a form came from the person's own session. */
export function csrfField(csrf: string): Html {
  return html`<input type="hidden" name="csrf" value="${csrf}" />`
}
