/** A unit that no boot starts: its text without what `[Install]` says. */
export function withoutInstall(content: string): string {
  return content.replace(/\n\[Install\]\n[^[]*/, '\n')
}
