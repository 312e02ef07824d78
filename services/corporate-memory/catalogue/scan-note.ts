import { extractFact } from '../extract/extract-fact.ts'
import type { Fact } from '../extract/fact.ts'
import type { Block } from '../notes/block.ts'
import type { Note } from '../notes/note.ts'
import { splitBlocks } from '../notes/split-blocks.ts'
import { findSecrets } from '#core/secret-scan/find-secrets.ts'
import type { Quarantined } from './item.ts'

/** One block that says something worth sharing. */
export interface Statement {
  readonly block: Block
  readonly fact: Fact
}

/** A note, taken apart: what may be shared, what is held back, what is not worth sharing. */
export interface ScannedNote {
  readonly username: string
  readonly statements: readonly Statement[]
  readonly held: readonly { readonly block: Block; readonly hits: readonly Quarantined[] }[]
  /** How many blocks were left out, by reason. */
  readonly leftOut: Readonly<Record<string, number>>
}

/** Looks for secrets before anything else is done with a block, and again in what would be shared. */
export function scanNote({ username, text }: Note, scan = true): ScannedNote {
  const look = scan ? findSecrets : () => []
  const statements: Statement[] = []
  const held: { block: Block; hits: readonly Quarantined[] }[] = []
  const leftOut: Record<string, number> = {}
  for (const block of splitBlocks(text)) {
    const found = look(block.raw, [block.lead, block.headings.at(-1) ?? ''])
    const fact = found.length === 0 ? extractFact(block) : undefined
    const again =
      fact && 'content' in fact ? look([fact.title, fact.content, ...fact.tags].join('\n')) : []
    const hits = [...found, ...again]
    if (hits.length > 0) {
      held.push({
        block,
        hits: hits.map(({ rule, name, line }) => ({
          username,
          block: block.hash,
          rule,
          name,
          line: block.line + line - 1,
        })),
      })
    } else if (fact && 'content' in fact) statements.push({ block, fact })
    else if (fact) leftOut[fact.leftOut] = (leftOut[fact.leftOut] ?? 0) + 1
  }
  return { username, statements, held, leftOut }
}
