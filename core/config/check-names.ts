import type { Problem } from './problems.ts'

/** What a dataset and a table may be called: it becomes a schema's and a view's name. */
export const dataName = {
  pattern: /^[a-z][a-z0-9_]{0,62}$/,
  rule: 'must be small letters, digits and _, begin with a letter, and have at most 63',
}

/** What a group may be called. */
export const groupName = {
  pattern: /^[a-z][a-z0-9_-]{0,62}$/,
  rule: 'must be small letters, digits, - and _, begin with a letter, and have at most 63',
}

/** What a group may be granted. */
export const grantPattern = {
  pattern: /^(\*|[a-z][a-z0-9_]*\/(\*|[a-z][a-z0-9_]*))$/,
  rule: 'must be *, dataset/* or dataset/table',
}

/** Reports the names that are none; what stands below them is checked all the same. */
export function checkNames(
  names: readonly string[],
  { pattern, rule }: { readonly pattern: RegExp; readonly rule: string },
  path: readonly PropertyKey[],
  problems: Problem[],
): void {
  for (const name of names) {
    if (!pattern.test(name)) problems.push({ path: [...path, name], message: `a name ${rule}` })
  }
}
