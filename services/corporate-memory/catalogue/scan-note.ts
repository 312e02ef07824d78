import { extractFact } from '../extract/extract-fact.ts'
import { secretsInFact } from '../extract/secrets-in-fact.ts'
import type { Fact } from '../extract/fact.ts'
import type { Block } from '../notes/block.ts'
import type { Note } from '../notes/note.ts'
import { isNegating } from '../notes/scope.ts'
import { headingText, splitBlocks } from '../notes/split-blocks.ts'
import { findBeside, findSecrets } from '#core/secret-scan/find-secrets.ts'
import type { Quarantined } from './item.ts'

/** One block that says something worth sharing. */
export interface StatedFact {
  readonly block: Block
  readonly fact: Fact
}

/** A note, taken apart: what may be shared, what is held back, what is not worth sharing. */
export interface ScannedNote {
  readonly username: string
  readonly statements: readonly StatedFact[]
  readonly held: readonly { readonly block: Block; readonly hits: readonly Quarantined[] }[]
  /** Blocks that are not worth sharing: what was shared of them before stays as long as they stand there. */
  readonly unsaid: readonly Block[]
  /** How many blocks were left out, by reason. */
  readonly leftOut: Readonly<Record<string, number>>
}

/** Looks for secrets before anything else is done with a block, and again in what would be shared. */
export function scanNote(note: Note, scan = true): ScannedNote {
  const steps = scanSteps(note, scan)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** The same, block by block: a long note takes seconds, in which others may want to work. */
export function* scanSteps({ username, text }: Note, scan = true): Generator<void, ScannedNote> {
  const look = scan ? findSecrets : () => []
  const statements: StatedFact[] = []
  const held: { block: Block; hits: readonly Quarantined[] }[] = []
  const unsaid: Block[] = []
  const leftOut: Record<string, number> = {}
  const secretHeadings = new Set<string>()
  const blocks = splitBlocks(text)
  for (const [at, whole] of blocks.entries()) {
    // What is held back above a block is not read with what stands below it either.
    const headings = whole.headings.filter((heading) => !secretHeadings.has(heading))
    const inScope = look(whole.scope)
    const block = { ...whole, headings, scope: inScope.length > 0 ? '' : whole.scope }
    const found = [
      // Without the `Never …` above it, it would say the opposite.
      ...(isNegating(whole.scope) ? inScope : []),
      ...look(block.raw, [block.lead, headings.at(-1) ?? '']),
      ...(scan && !block.isHeading ? findBeside(block.raw, ...aroundOf(blocks, at)) : []),
    ]
    const fact = found.length === 0 && !block.isHeading ? extractFact(block) : undefined
    const again = scan && fact && 'content' in fact ? secretsInFact(fact) : []
    const hits = [
      ...found.map((hit) => ({ ...hit, line: block.line + hit.line - 1 })),
      ...again.map((hit) => ({ ...hit, line: block.line })),
    ]
    if (hits.length > 0) {
      if (block.isHeading) secretHeadings.add(headingText(block.raw))
      const place = { username, block: block.hash }
      held.push({
        block,
        hits: hits.map(({ rule, name, line }) => ({ ...place, rule, name, line })),
      })
    } else if (fact && 'content' in fact) statements.push({ block, fact })
    else if (fact) {
      unsaid.push(block)
      leftOut[fact.leftOut] = (leftOut[fact.leftOut] ?? 0) + 1
    }
    yield
  }
  return { username, statements, held, unsaid, leftOut }
}

/** What stands right before and after a block under the same headings. */
function aroundOf(blocks: readonly Block[], at: number): [before: string, after: string] {
  const headings = blocks[at]?.headings.join('\n')
  const text = (from: number, to: number) =>
    blocks
      .slice(Math.max(0, from), to)
      .filter((block) => !block.isHeading && block.headings.join('\n') === headings)
      .map(({ raw }) => raw)
      .join('\n')
  return [text(at - 2, at), text(at + 1, at + 2)]
}
