const grammar = /^\s*(\d{1,5})\s*([mhd])\s*$/i
const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** What holds where nothing is said. */
const DEFAULT_MS = unitMs.h

/** Whether a text is a cooldown: digits and m, h or d. */
export function isCooldown(text: string): boolean {
  return grammar.test(text)
}

/** Milliseconds between two alerts; an hour for what cannot be read, as scripts of old expect. */
export function cooldownMs(text: string | undefined): number {
  const [, digits, unit] = grammar.exec(text ?? '') ?? []
  if (digits === undefined || unit === undefined) return DEFAULT_MS
  return Number(digits) * unitMs[unit.toLowerCase() as keyof typeof unitMs]
}
