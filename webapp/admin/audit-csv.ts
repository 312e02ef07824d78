import type { AuditRecord } from '#core/identity/audit.ts'

/** The line of CSV (RFC 4180) that names the columns. */
export const auditCsvHeader = line(['id', 'at', 'actor', 'action', 'subject', 'detail', 'address'])

/** Entries as lines below it. */
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
  return rows.map(line).join('')
}

function line(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

/** A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV Injection). */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
