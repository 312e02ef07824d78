import { NotFound } from '#core/errors.ts'
import type { Installed } from './installed.ts'

/** What of the journal is asked for. */
export interface JournalQuestion {
  /** A unit, with or without `.service`; all of the installation where none is named. */
  readonly unit?: string | undefined
  /** As journalctl takes it. */
  readonly since?: string | undefined
  /** How many at most; 200 where neither this nor `since` is said. */
  readonly lines?: string | undefined
  readonly follow: boolean
}

/** The words for journalctl(1). NotFound for a unit that is none of the installation's. */
export function journalWords(
  { units, timers, rootless }: Pick<Installed, 'units' | 'timers' | 'rootless'>,
  { unit, since, lines = since === undefined ? '200' : undefined, follow }: JournalQuestion,
): readonly string[] {
  const all = [...units, ...timers.map((timer) => timer.replace(/\.timer$/, '.service'))]
  const chosen =
    unit === undefined ? all : all.filter((name) => name === unit || name === `${unit}.service`)
  if (chosen.length === 0) {
    throw new NotFound('no_such_unit', `There is no unit ${unit}.`, {
      remedy: `There are: ${all.map((name) => name.replace(/\.service$/, '')).join(', ')}`,
    })
  }
  return [
    ...(rootless ? ['--user'] : []),
    ...chosen.map((name) => `--unit=${name}`),
    ...(since === undefined ? [] : [`--since=${since}`]),
    ...(lines === undefined ? [] : [`--lines=${lines}`]),
    follow ? '--follow' : '--no-pager',
  ]
}
