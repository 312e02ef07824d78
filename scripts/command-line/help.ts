import type { Command, CommandAction } from '#core/command.ts'
import type { FoundCommand } from './find-commands.ts'

/** The list of all verbs. */
export async function stackHelp(commands: readonly FoundCommand[]): Promise<string> {
  const rows = await Promise.all(
    commands.map(async ({ verb, load }) => [verb, (await load()).summary] as const),
  )
  rows.sort(([a], [b]) => a.localeCompare(b))
  return [
    'Runs and administers AI Data Analyst.',
    '',
    'usage: npm run -s stack -- <command> [action] [options]',
    '',
    ...columns(rows),
    '',
    'stack <command> --help explains one of them.',
    'stack --host HOST <command> … does it on a server, by ssh.',
  ].join('\n')
}

/** What one verb can do. */
export function commandHelp(verb: string, { summary, actions }: Command): string {
  const rows = Object.entries(actions).map(
    ([name, action]) => [`${name} ${action.usage}`.trim(), action.summary] as const,
  )
  return [summary, '', `usage: stack ${verb} <action>`, '', ...columns(rows)].join('\n')
}

/** How one action is called. */
export function actionHelp(verb: string, name: string, action: CommandAction): string {
  const call = ['stack', verb, name, action.usage].filter(Boolean).join(' ')
  return [action.summary, '', `usage: ${call}`].join('\n')
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)
}
