/** A written number: a whole one, and the power of ten by which it is divided. */
export interface WrittenNumber {
  readonly whole: bigint
  readonly scale: number
}

/** What a text says when it is a number, to the last digit; undefined when it is none. */
export function meaningOf(text: string): WrittenNumber | undefined {
  const [, sign = '', before = '', after = '', exponent = '0'] =
    /^([+-]?)([0-9]*)(?:[.]([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/.exec(text.trim()) ?? []
  if (before + after === '') return undefined
  const whole = BigInt(before + after) * (sign === '-' ? -1n : 1n)
  return { whole, scale: after.length - Number(exponent) }
}

/** Whether two texts are the same number, however they are written. */
export function isSameNumber(one: string, other: string): boolean {
  const [a, b] = [meaningOf(one), meaningOf(other)]
  if (!a || !b) return false
  const most = Math.max(a.scale, b.scale)
  const scaled = ({ whole, scale }: WrittenNumber) => whole * 10n ** BigInt(most - scale)
  return scaled(a) === scaled(b)
}
