import { BadRequest } from '#core/errors.ts'

/** The option of verbs that can answer people and programs. */
export const formatOption = {
  type: 'string',
  value: 'FORMAT',
  default: 'table',
  description: 'table, csv or json',
} as const

/** Checks what was typed after --format. */
export function chosenFormat<const Format extends string>(
  typed: string,
  formats: readonly Format[],
): Format {
  const format = formats.find((known) => known === typed)
  if (format !== undefined) return format
  const remedy = `Use one of: ${formats.join(', ')}.`
  throw new BadRequest('bad_arguments', `--format cannot be “${typed}”`, { remedy })
}
