import { isSchedule } from '#core/next-run.ts'
import { isCooldown } from '../runs/cooldown.ts'

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
  /** What is wrong with it; it runs by hand only until that is mended. */
  readonly problems: readonly string[]
}

/** As the original's crontabs had it. */
const DEFAULT_SCHEDULE = '*/5 * * * *'
const line = /^\s*(?:#|\/\/|--)\s*(schedule|cooldown|title|message|when|chart)\s*:([^\n]*)$/i

export function readHeader(source: string): ScriptHeader {
  const said: Record<string, string> = {}
  for (const text of source.split('\n')) {
    if (text.trim() === '' || text.startsWith('#!')) continue
    if (!/^\s*(#|\/\/|--)/.test(text)) break
    const [, name = '', value = ''] = line.exec(text) ?? []
    if (name !== '' && value.trim() !== '') said[name.toLowerCase()] ??= value.trim()
  }
  const { schedule = DEFAULT_SCHEDULE, ...rest } = said
  const good = schedule === 'manual' || isSchedule(schedule)
  const problems = [
    ...(good ? [] : [`schedule: “${schedule}” is not five cron fields, or “manual”`]),
    ...(rest['cooldown'] === undefined || isCooldown(rest['cooldown'])
      ? []
      : [`cooldown: “${rest['cooldown']}” is not a number with m, h or d`]),
  ]
  return { ...rest, schedule: good ? schedule : 'manual', problems }
}
