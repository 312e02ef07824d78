import type { AuditRecord } from '#core/identity/audit.ts'

const header = ['id', 'at', 'actor', 'action', 'subject', 'detail', 'address']

/** Entries as CSV (RFC 4180). */
export function auditCsv(records: readonly AuditRecord[]): string {
  const rows = records.map(({ id, at, actor, action, subject, detail, address }) => [
    String(id),
    at.toISOString(),
    actor,
    action,
    subject,
    JSON.stringify(detail),
    address ?? '',
  ])
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV Injection). */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
