import { isSchedule } from '#core/next-run.ts'
import { isChart } from '../runs/chart-program.ts'
import { isCooldown } from '../runs/cooldown.ts'
import { isCondition } from '../runs/sql-alert.ts'
import { languageOf } from './script-name.ts'

/**
 * What the comments at the top of a script say about it: `# schedule: 0 8 * * *` (`//` in JavaScript,
 * `--` in SQL). Unknown words are left alone: they are comments.
 */
export interface ScriptHeader {
  /** Five cron fields, UTC; `manual` is never due. */
  readonly schedule: string
  readonly cooldown?: string
  readonly title?: string
  readonly message?: string
  /** SQL: when the result is worth telling. */
  readonly when?: string
  /** SQL: `bar COLUMN COLUMN` or `line COLUMN COLUMN`. */
  readonly chart?: string
  /** What is wrong with it; without a schedule that can be read it runs by hand only. */
  readonly problems: readonly string[]
}

/** As the original's crontabs had it. */
const DEFAULT_SCHEDULE = '*/5 * * * *'
const line = /^\s*(?:#|\/\/|--)\s*(schedule|cooldown|title|message|when|chart)\s*:([^\n]*)$/i

/** What the comments say; those of a query are judged by more words than those of a program. */
export function readHeader(source: string, name: string): ScriptHeader {
  const said: Record<string, string> = {}
  for (const text of source.split('\n')) {
    if (text.trim() === '' || text.startsWith('#!')) continue
    if (!/^\s*(#|\/\/|--)/.test(text)) break
    const [, name = '', value = ''] = line.exec(text) ?? []
    if (name !== '' && value.trim() !== '') said[name.toLowerCase()] ??= value.trim()
  }
  const { schedule = DEFAULT_SCHEDULE, ...rest } = said
  const good = schedule === 'manual' || isSchedule(schedule)
  const wrong = (word: string, is: (text: string) => boolean, wanted: string) => {
    const text = said[word]
    return text === undefined || is(text) ? [] : [`${word}: “${text}” is not ${wanted}`]
  }
  const isQuery = languageOf(name) === 'sql'
  const problems = [
    ...wrong('schedule', () => good, 'five cron fields, or “manual”'),
    ...wrong('cooldown', isCooldown, 'a number with m, h or d'),
    ...(isQuery ? wrong('when', isCondition, 'COLUMN < <= > >= = != NUMBER') : []),
    ...(isQuery ? wrong('chart', isChart, 'bar or line with two columns') : []),
  ]
  return { ...rest, schedule: good ? schedule : 'manual', problems }
}
