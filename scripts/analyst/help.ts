import type { Verb } from './verb.ts'

/** The text of `analyst --help`. */
export function programHelp(verbs: readonly Verb[]): string {
  const width = Math.max(...verbs.map(({ name }) => name.length))
  const lines = verbs.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return [
    'The company’s data on this machine: fetched, kept current and ready for DuckDB.',
    '',
    'Usage: analyst <command> [options]',
    '',
    'Commands:',
    ...lines,
    '',
    '`analyst <command> --help` explains one command.',
    'Exit codes: 0 done, 1 failed, 2 used wrongly, 130 interrupted.',
    '',
  ].join('\n')
}

/** The text of `analyst <verb> --help`. */
export function verbHelp(verb: Verb): string {
  const options = Object.entries(verb.options).map(([name, option]) => ({
    left: option.type === 'boolean' ? `--${name}` : `--${name} ${option.value ?? 'TEXT'}`,
    right:
      option.description + (option.default === undefined ? '' : ` (default ${option.default})`),
  }))
  const width = Math.max(0, ...options.map(({ left }) => left.length))
  return [
    `${verb.summary}.`,
    '',
    `Usage: analyst ${[verb.name, verb.positionals, '[options]'].filter(Boolean).join(' ')}`,
    '',
    'Options:',
    ...options.map(({ left, right }) => `  ${left.padEnd(width)}  ${right}`),
    ...(verb.details === undefined ? [] : ['', verb.details]),
    '',
  ].join('\n')
}
