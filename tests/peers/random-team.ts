import { seededRandom } from './seeded-random.ts'

/** Statements that come in three versions each. */
export const subjects = [
  (n: number) => `Revenue of region ${n} is net of refunds since the change of the ledger.`,
  (n: number) => `The gateway of payments refuses more than ${n}00 requests a minute.`,
  (n: number) => `Campaign names hold the country behind dash number ${n}.`,
  (n: number) => `The depot in the north opens ${n} hours later on Mondays.`,
  (n: number) =>
    `Orders with status ${n === 1 ? '=' : '!='} cancelled count as revenue of the shop.`,
  (n: number) => `Never load table ${n} of prices before finance has closed the month.`,
]
/** Who writes notes. */
export const people = ['ann', 'bob', 'cyd'] as const
/** The lines of each note; undefined for one that is not there. */
export type Lines = Readonly<Record<string, readonly string[] | undefined>>

/** What people do to their notes and what the file system does to them, one thing after another. */
export class RandomTeam {
  readonly #next: () => number
  readonly #notes = new Map<string, string[]>()

  constructor(seed: number) {
    this.#next = seededRandom(seed)
  }

  pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.#next() * from.length)]
  }

  chance(share: number): boolean {
    return this.#next() < share
  }

  /** Changes one person's note; undefined stands for a note that is not there. */
  write(): Lines {
    const name = this.pick(people) ?? 'ann'
    const lines = this.#notes.get(name) ?? []
    const line = () =>
      (this.pick(subjects) ?? subjects[0])?.(1 + Math.floor(this.#next() * 3)) ?? ''
    const at = Math.floor(this.#next() * (lines.length + 1))
    const other = String(1 + Math.floor(this.#next() * 3))
    const edit = () => lines.splice(at, 1, (lines[at] ?? line()).replace(/[123]/, other))
    const changes = [
      ...[edit, edit, edit],
      () => lines.splice(at, 0, line()),
      () => lines.splice(at, 0, line()),
      () => lines.splice(at, 1, line()),
      () => lines.splice(at, 1),
      () => lines.reverse(),
      () => lines.splice(0),
    ]
    this.pick(changes)?.()
    if (this.chance(0.1)) this.#notes.delete(name)
    else this.#notes.set(name, lines)
    return Object.fromEntries(people.map((each) => [each, this.#notes.get(each)?.slice()]))
  }
}

/** A note of these lines. */
export function noteOf(lines: readonly string[] = []): string {
  return lines.map((line) => `- ${line}`).join('\n')
}
