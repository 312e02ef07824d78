import { html, type Html } from '#core/html.ts'
import type { RunStatus } from '../runs/run-records.ts'

const shown: Readonly<Record<RunStatus, { readonly kind: string; readonly text: string }>> = {
  running: { kind: 'info', text: 'running' },
  notified: { kind: 'ok', text: 'told you' },
  quiet: { kind: 'ok', text: 'nothing to tell' },
  cooldown: { kind: 'info', text: 'told before' },
  failed: { kind: 'fail', text: 'failed' },
  interrupted: { kind: 'warn', text: 'interrupted' },
}

/** How a run ended, in words and in colour. */
export function runStatus(status: RunStatus): Html {
  const { kind, text } = shown[status]
  return html`<span class="badge ${kind}">${text}</span>`
}
