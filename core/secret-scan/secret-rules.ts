import { generalRules } from './general-rules.ts'
import { personalRules } from './personal-rules.ts'
import type { SecretRule } from './secret-rule.ts'
import { serviceRules } from './service-rules.ts'
import { toldRules } from './told-rules.ts'

/** All kinds, the most telling first: the first that hits names what a line looks like. */
export const secretRules: readonly SecretRule[] = [
  ...serviceRules,
  ...personalRules,
  ...toldRules,
  ...generalRules,
]
