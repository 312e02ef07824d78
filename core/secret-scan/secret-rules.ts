import { accountRules } from './account-rules.ts'
import { blockRules } from './block-rules.ts'
import { codeRules } from './code-rules.ts'
import { commandRules } from './command-rules.ts'
import { contactRules } from './contact-rules.ts'
import { generalRules } from './general-rules.ts'
import { issuedRules } from './issued-rules.ts'
import { lockRules } from './lock-rules.ts'
import { networkRules } from './network-rules.ts'
import { pairRules } from './pair-rules.ts'
import { personNumberRules } from './person-number-rules.ts'
import { privateLifeRules } from './private-life-rules.ts'
import type { SecretRule } from './secret-rule.ts'
import { serviceRules } from './service-rules.ts'
import { toldRules } from './told-rules.ts'
import { uncommonRules } from './uncommon-rules.ts'

/** Kinds that a line shows by itself, the most telling first: the first that hits names what it looks like. */
export const lineRules: readonly SecretRule[] = [
  ...serviceRules,
  ...personNumberRules,
  ...contactRules,
  ...issuedRules,
  ...networkRules,
  ...privateLifeRules,
  ...codeRules,
  ...commandRules,
  ...accountRules,
  ...pairRules,
  ...toldRules,
  ...generalRules,
]

/** Kinds that nothing names: the look of a value, and what it opens, are all that tells. */
export const unnamedRules: readonly SecretRule[] = [...uncommonRules, ...lockRules]

/** All kinds; those that need the lines around come last, and then those that nothing names. */
export const secretRules: readonly SecretRule[] = [...lineRules, ...blockRules, ...unnamedRules]
