import type { Fact } from '../extract/fact.ts'
import { oneLine } from '#core/secret-scan/clean-text.ts'
import { contradicts } from '../merge/contradicts.ts'
import { similarity } from '../merge/similarity.ts'
import { SAME, StatementIndex } from '../merge/statement-index.ts'
import { statementOf } from '../merge/statement.ts'
import { flagsOf } from './flags-of.ts'
import type { Catalogue, Item, Source } from './item.ts'
import { isImported } from '../legacy/imported-block.ts'
import { newItem } from './new-item.ts'
import { newItemId } from './new-item-id.ts'
import type { Refreshed, RefreshParts } from './refreshed.ts'
import { type ScannedNote, type StatedFact } from './scan-note.ts'
import { SourceBook } from './source-book.ts'

/** At this likeness a new block of a note is an old one of the same note that was edited. */
const EDITED = 0.4

/** So much of a block that is held back is compared with what stood there before: it may be as long as a note. */
const HELD_LENGTH = 4000

/** A refresh as it goes on: first what is known, then what is new, then what follows for the items. */
export class RefreshWork {
  readonly #before: Catalogue
  readonly #parts: RefreshParts
  readonly #items: Map<string, Item>
  readonly #book: SourceBook
  #indexed: StatementIndex | undefined
  /** Of wordings that many new blocks are compared with. */
  readonly #known = new Map<string, ReturnType<typeof statementOf>>()

  constructor(before: Catalogue, parts: RefreshParts) {
    this.#before = before
    this.#parts = parts
    this.#items = new Map(before.items)
    this.#book = new SourceBook(before.sources)
  }

  /** Made when a block is new: most runs have none. */
  get #index(): StatementIndex {
    if (this.#indexed) return this.#indexed
    const index = new StatementIndex()
    this.#indexed = index
    for (const { id, content } of this.#items.values()) index.add(id, content)
    if (this.#parts.aliases) {
      for (const { itemId, wording } of this.#book.all()) index.add(itemId, wording)
    }
    return index
  }

  /** Blocks that were seen before keep their item; those that are gone are marked. */
  keepKnown({ username, statements, unsaid }: ScannedNote): void {
    // Newer rules on what is worth sharing take nothing back that people have accepted.
    const blocks = [...unsaid, ...statements.map(({ block }) => block)]
    const now = new Map(blocks.map((block) => [block.hash, block]))
    for (const source of this.#book.of(username)) {
      // Nobody knows where it stands; it waits until a block says it.
      if (isImported(source)) continue
      const found = now.get(source.block)
      const alive = found !== undefined && !source.withdrawn
      this.#book.set({ ...source, alive, line: found?.line ?? source.line })
    }
  }

  forget(username: string): void {
    for (const source of this.#book.of(username)) {
      if (!isImported(source)) this.#book.set({ ...source, alive: false })
    }
  }

  /** Blocks never seen before: an edit of one that is gone, what somebody else says too, or new. */
  takeNew(note: ScannedNote): void {
    const { username, statements, held, unsaid } = note
    const present = new Set([
      ...[...statements, ...held].map(({ block }) => block.hash),
      ...unsaid.map(({ hash }) => hash),
    ])
    const gone = this.#book
      .of(username)
      .filter(
        (source) =>
          !source.alive &&
          !source.withdrawn &&
          !present.has(source.block) &&
          this.#wasAlive(source),
      )
    const take = (text: string): Source | undefined => {
      const [best] = this.#parts.alignment ? this.#edited(text, gone) : []
      if (best) gone.splice(gone.indexOf(best), 1)
      return best
    }
    for (const statement of statements) this.#restore(statement, username)
    const fresh = statements.filter(({ block }) => !this.#book.get(username, block.hash))
    const imported = new Set(this.#book.of(username).filter((one) => isImported(one) && one.alive))
    for (const statement of fresh) {
      if (this.#takesPlace(statement, username, imported)) continue
      const edited = take(statement.fact.content)
      if (edited) this.#revise(edited, statement, username)
      else this.#link(statement, username)
    }
    // An edit that is held back leaves what was there before in its place.
    for (const { block } of held) {
      const before = take(oneLine(block.text.slice(0, HELD_LENGTH)))
      if (before) this.#book.set({ ...before, alive: true })
    }
  }

  /** Items that nobody's note says any more are withdrawn; those that are said again come back. */
  settle(): void {
    for (const item of this.#items.values()) {
      const { id, status, statusBefore } = item
      if (status === 'merged') continue
      const said = this.#book.isSaid(id)
      if (!said && status !== 'withdrawn' && this.#book.wasSaid(id)) {
        this.#items.set(id, { ...item, status: 'withdrawn', statusBefore: status })
      } else if (said && status === 'withdrawn') {
        this.#items.set(id, { ...item, status: statusBefore ?? 'pending', statusBefore: null })
      }
    }
  }

  result(): Omit<Refreshed, 'quarantined' | 'notes'> {
    const changed = [...this.#items.values()].filter(
      (item) => item !== this.#before.items.get(item.id),
    )
    return {
      items: this.#items,
      sources: this.#book.people(),
      changed: changed.map(({ id }) => id),
    }
  }

  #wasAlive({ username, block }: Source): boolean {
    return this.#before.sources.get(username)?.get(block)?.alive ?? false
  }

  /** What of the same note a text is an edit of, the most alike first. */
  #edited(text: string, gone: readonly Source[]): readonly Source[] {
    const statement = statementOf(text)
    return gone
      .map((source) => ({
        source,
        likeness: similarity(statement, this.#knownAs(source.wording), this.#index.rarity),
      }))
      .filter(({ likeness }) => likeness >= EDITED)
      .toSorted((a, b) => b.likeness - a.likeness || a.source.line - b.source.line)
      .map(({ source }) => source)
  }

  #knownAs(wording: string): ReturnType<typeof statementOf> {
    const known = this.#known.get(wording) ?? statementOf(wording)
    this.#known.set(wording, known)
    return known
  }

  /** An edit changes the item where its author is the only one who says it; else it goes its own way. */
  #revise(edited: Source, statement: StatedFact, username: string): void {
    const item = this.#items.get(edited.itemId)
    if (!item) return this.#link(statement, username)
    const others = this.#book.isSaid(item.id, username)
    if (others && this.#differs(item.content, statement.fact.content))
      return this.#link(statement, username)
    if (!others) this.#reword(item, statement.fact)
    this.#attach(item.id, statement, username)
  }

  /** A block that says what was imported of its author takes its place, and the text stays. */
  #takesPlace(statement: StatedFact, username: string, imported: Set<Source>): boolean {
    const [source] = imported.size > 0 ? this.#edited(statement.fact.content, [...imported]) : []
    if (!source || this.#differs(source.wording, statement.fact.content)) return false
    imported.delete(source)
    this.#book.set({ ...source, alive: false })
    this.#attach(source.itemId, statement, username)
    return true
  }

  /** A block that is back, as after an edit that was taken back, says what it said before. */
  #restore({ block, fact }: StatedFact, username: string): void {
    const source = this.#book.get(username, block.hash)
    if (!source?.alive || this.#wasAlive(source)) return
    const item = this.#items.get(source.itemId)
    if (!item) return
    if (!this.#book.isSaid(item.id, username)) {
      if (this.#isOfNote(item, username)) this.#reword(item, fact)
    } else if (
      this.#differs(item.content, fact.content) &&
      !this.#isBridged(source, fact.content)
    ) {
      this.#book.set({ ...source, alive: false })
      this.#link({ block, fact }, username)
    }
  }

  /** Whether somebody else puts the item in words that a text agrees with, as when it was taken for one. */
  #isBridged({ itemId, username }: Source, content: string): boolean {
    const statement = statementOf(content)
    return this.#book
      .all()
      .filter((one) => one.itemId === itemId && one.alive && one.username !== username)
      .map(({ wording }) => statementOf(wording))
      .some(
        (other) =>
          similarity(statement, other, this.#index.rarity) >= SAME &&
          !contradicts(statement, other),
      )
  }

  /** Whether the words of an item are those of a person's note, and not a reviewer's. */
  #isOfNote(item: Item, username: string): boolean {
    const { wordHash } = statementOf(item.content)
    return this.#book
      .of(username)
      .some(
        ({ itemId, wording }) => itemId === item.id && statementOf(wording).wordHash === wordHash,
      )
  }

  #differs(a: string, b: string): boolean {
    return this.#parts.guard && contradicts(statementOf(a), statementOf(b))
  }

  /** A new text waits for people again; other blanks and mark-up are the same text. */
  #reword(item: Item, fact: Fact): void {
    const { wordHash } = statementOf(fact.content)
    if (wordHash === statementOf(item.content).wordHash) return
    const waits = item.status === 'accepted' || item.status === 'expired'
    this.#items.set(item.id, {
      ...item,
      ...fact,
      wordHash,
      version: item.version + 1,
      flags: flagsOf(`${fact.title}\n${fact.content}`),
      status: waits ? 'pending' : item.status,
      statusBefore: item.status === 'withdrawn' ? 'pending' : item.statusBefore,
    })
    this.#index.add(item.id, fact.content)
  }

  #link(statement: StatedFact, username: string): void {
    const { fact } = statement
    const id = this.#sameAs(fact.content, username)
    const item = id === undefined ? undefined : this.#items.get(id)
    if (!item) return this.#create(statement, username)
    if (!this.#book.isSaid(item.id)) this.#reword(item, fact)
    this.#attach(item.id, statement, username)
  }

  #sameAs(content: string, username: string): string | undefined {
    // An item may have said these words once, and say something else by now.
    const exact = this.#index
      .sameWords(content)
      .find(
        (id) => this.#isMerged(id) || !this.#differs(this.#items.get(id)?.content ?? '', content),
      )
    if (exact !== undefined) return this.#survivor(exact)
    const match = this.#index.matches(content).find(({ id, likeness, contradicts: differs }) => {
      if (likeness < SAME || (differs && this.#parts.guard)) return false
      // Who writes two sentences means two things.
      return !this.#book.isSaidBy(this.#survivor(id), username)
    })
    return match && this.#survivor(match.id)
  }

  /** A reviewer has said that these words mean what another item says. */
  #isMerged(id: string): boolean {
    return this.#items.get(id)?.status === 'merged'
  }

  #survivor(id: string): string {
    const into = this.#items.get(id)?.mergedInto
    return into ? this.#survivor(into) : id
  }

  #create(statement: StatedFact, username: string): void {
    const { fact, block } = statement
    const id = newItemId(username, block.hash, this.#items)
    this.#items.set(id, newItem(id, fact))
    this.#index.add(id, fact.content)
    this.#attach(id, statement, username)
  }

  #attach(itemId: string, { block, fact }: StatedFact, username: string): void {
    const { hash, line } = block
    const source = { username, block: hash, itemId, wording: fact.content, line }
    this.#book.set({ ...source, alive: true, withdrawn: false })
    if (this.#parts.aliases) this.#index.add(itemId, fact.content)
  }
}
