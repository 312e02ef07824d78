import type { Random } from '../memory-secret-kinds.ts'
import { betweenTheLines } from './between-the-lines.ts'
import { cleanCode } from './clean-code.ts'
import { cleanIdentifiers } from './clean-identifiers.ts'
import { cleanSentences } from './clean-sentences.ts'
import { codesAndSeeds } from './codes-and-seeds.ts'
import { commandLines } from './command-lines.ts'
import { connectionAddresses } from './connection-addresses.ts'
import { czechPasswords } from './czech-passwords.ts'
import { czechTokens } from './czech-tokens.ts'
import { encodedValues } from './encoded-values.ts'
import { englishListedPasswords } from './english-listed-passwords.ts'
import { englishListedTokens } from './english-listed-tokens.ts'
import { englishPasswords } from './english-passwords.ts'
import { englishTokens } from './english-tokens.ts'
import { fillTemplate, type Filled } from './fill-template.ts'
import { keysAndHashes } from './keys-and-hashes.ts'
import { neighbourLanguages } from './neighbour-languages.ts'
import { personsInCzech } from './persons-in-czech.ts'
import { personsInEnglish } from './persons-in-english.ts'
import { programTexts } from './program-texts.ts'
import { saidInPassing } from './said-in-passing.ts'
import { settingsFiles } from './settings-files.ts'
import { tableCells } from './table-cells.ts'

/** A block or a few with one secret. */
export interface ForeignEntry extends Filled {
  readonly context: string
}

/** Of each context, how many blocks one seed writes. */
const EACH = 2

const contexts: Readonly<Record<string, string>> = {
  ...englishTokens,
  ...englishPasswords,
  ...englishListedTokens,
  ...englishListedPasswords,
  ...czechTokens,
  ...czechPasswords,
  ...neighbourLanguages,
  ...tableCells,
  ...commandLines,
  ...settingsFiles,
  ...programTexts,
  ...connectionAddresses,
  ...encodedValues,
  ...keysAndHashes,
  ...codesAndSeeds,
  ...betweenTheLines,
  ...saidInPassing,
  ...personsInEnglish,
  ...personsInCzech,
}

/** Secrets in contexts of many hands, on most of which no rule was written. */
export function foreignEntries(random: Random): readonly ForeignEntry[] {
  return Object.entries(contexts).flatMap(([context, template]) =>
    Array.from({ length: EACH }, () => ({ context, ...fillTemplate(template, random) })),
  )
}

/** Blocks without a secret that a careless scan would hold back. */
export function cleanBlocks(random: Random): readonly string[] {
  return [...cleanSentences, ...cleanIdentifiers, ...cleanCode].map(
    (template) => fillTemplate(template, random).text,
  )
}
