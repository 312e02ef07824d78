import type { Source } from './item.ts'

/** Who says what: the sources by person and block, and the people who say an item now. */
export class SourceBook {
  readonly #people = new Map<string, Map<string, Source>>()
  readonly #speakers = new Map<string, Set<string>>()
  readonly #ever = new Set<string>()

  constructor(sources: ReadonlyMap<string, ReadonlyMap<string, Source>>) {
    for (const blocks of sources.values()) for (const source of blocks.values()) this.set(source)
  }

  set(source: Source): void {
    const { username, block, itemId, alive } = source
    const known = this.get(username, block)
    if (known) this.#speakers.get(known.itemId)?.delete(key(known))
    const blocks = this.#people.get(username) ?? new Map<string, Source>()
    this.#people.set(username, blocks.set(block, source))
    this.#ever.add(itemId)
    if (!alive) return
    const speakers = this.#speakers.get(itemId) ?? new Set<string>()
    this.#speakers.set(itemId, speakers.add(key(source)))
  }

  get(username: string, block: string): Source | undefined {
    return this.#people.get(username)?.get(block)
  }

  of(username: string): readonly Source[] {
    return [...(this.#people.get(username)?.values() ?? [])]
  }

  all(): readonly Source[] {
    return [...this.#people.values()].flatMap((blocks) => [...blocks.values()])
  }

  /** Whether somebody says the item now; `but` leaves one person out. */
  isSaid(itemId: string, but?: string): boolean {
    const speakers = this.#speakers.get(itemId)
    if (but === undefined) return (speakers?.size ?? 0) > 0
    return [...(speakers ?? [])].some((speaker) => !speaker.startsWith(`${but}\n`))
  }

  /** Whether one person says the item now. */
  isSaidBy(itemId: string, username: string): boolean {
    return [...(this.#speakers.get(itemId) ?? [])].some((one) => one.startsWith(`${username}\n`))
  }

  /** Whether a note ever said it; what was imported has no source. */
  wasSaid(itemId: string): boolean {
    return this.#ever.has(itemId)
  }

  people(): ReadonlyMap<string, ReadonlyMap<string, Source>> {
    return this.#people
  }
}

function key({ username, block }: Source): string {
  return `${username}\n${block}`
}
