/** One record of RFC 4180: quoted where it must be, ended by CRLF. Absent values are empty. */
export function csvRecord(cells: readonly (string | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** An empty text is quoted, so that it can be told from an absent value. */
function csvCell(cell: string | null): string {
  if (cell === null) return ''
  return cell === '' || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
