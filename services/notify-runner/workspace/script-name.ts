import { z } from 'zod'

/** The ways a script can be written, by the ending of its name. */
export const languages = ['py', 'js', 'sql'] as const
export type Language = (typeof languages)[number]

/** The file name of a script: never a path. */
export const scriptName = z
  .string()
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}\.(py|js|sql)$/,
    'must be a file name of letters, digits, _ . - that ends in .py, .js or .sql',
  )

/** In what a script is written; the name is a scriptName. */
export function languageOf(name: string): Language {
  return name.slice(name.lastIndexOf('.') + 1) as Language
}
