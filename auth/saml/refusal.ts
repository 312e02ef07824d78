/** Why a response does not count: for the log and the audit log, never for the visitor. */
export class Refusal extends Error {
  constructor(reason: string, options?: { readonly cause?: unknown }) {
    super(reason, options)
    this.name = 'Refusal'
  }
}
