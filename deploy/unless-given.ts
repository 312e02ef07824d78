import { UNLESS_GIVEN } from '#core/env.ts'

/** Variables as a unit gives them to a part of ours where its operator does not; empty ones are not there. */
export function unlessGiven(
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === '' ? [] : [[`${name}${UNLESS_GIVEN}`, value]],
    ),
  )
}
