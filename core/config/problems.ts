import { nearestName } from '../nearest-name.ts'
import type { YamlFile } from './read-yaml.ts'

/** A place in instance.yaml and what is wrong there. */
export interface Problem {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** Values that came from variables, with the variable's name. None of them may be shown. */
export type GivenValues = ReadonlyMap<string, string>

/** Shorter values are no secrets, and replacing them would garble every sentence. */
const MIN_SECRET = 4

/**
 * One line a problem, in the order of the file: `instance.yaml: sources.sales.schedule (line 12): …`.
 * Where a value of a variable would stand, `${NAME}` does.
 */
export function describeProblems(
  problems: readonly Problem[],
  yaml: YamlFile,
  given: GivenValues,
): readonly string[] {
  return problems
    .map(({ path, message }) => ({ path: path.map(String), message, line: yaml.lineOf(path) }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
    .map(({ path, message, line }) => {
      const place = line === undefined ? path.join('.') : `${path.join('.')} (line ${line})`
      return `${yaml.file}: ${conceal(place === '' ? message : `${place}: ${message}`, given)}`
    })
}

/** `Did you mean …? Known: …`, for a name that nobody knows. */
export function suggest(name: string, known: Iterable<string>): string {
  const names = [...known].sort()
  const nearest = nearestName(name, names)
  const hint = nearest === undefined ? '' : `Did you mean ${nearest}? `
  return `${hint}Known: ${names.join(', ') || 'none'}`
}

function conceal(text: string, given: GivenValues): string {
  return [...given]
    .filter(([value]) => value.length >= MIN_SECRET)
    .sort(([a], [b]) => b.length - a.length)
    .reduce((shown, [value, name]) => shown.replaceAll(value, () => `\${${name}}`), text)
}
