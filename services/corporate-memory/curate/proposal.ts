import { z } from 'zod'
import { oneLine, visibleText } from '#core/secret-scan/clean-text.ts'
import type { StatedFact } from '../catalogue/scan-note.ts'
import { categories } from '../extract/category.ts'
import { CONTENT_LENGTH, TITLE_LENGTH } from '../extract/extract-fact.ts'
import { secretsInFact } from '../extract/secrets-in-fact.ts'
import type { Fact } from '../extract/fact.ts'
import { contradicts } from '../merge/contradicts.ts'
import { similarity } from '../merge/similarity.ts'
import { statementOf } from '../merge/statement.ts'

const proposed = z.object({
  place: z.int(),
  title: z.string(),
  content: z.string(),
  category: z.enum(categories),
  tags: z.array(z.string()),
})

/** What a model answers: for blocks, by their places in the question, how it would put them. */
export const proposals = z.object({ facts: z.array(proposed) })
export type Proposal = z.output<typeof proposed>

const TAG = /^[\p{L}\p{N}][\p{L}\p{N}-]{0,30}$/u
/** Less alike than this, a text says something else than its block. */
const ALIKE = 0.35
/** Names, numbers, addresses: what a rewording has no reason to bring in. */
const PARTICULAR = /[\p{L}\p{N}_@][\p{L}\p{N}_@./:-]*[\p{N}_@/:.][\p{L}\p{N}_@/-]*|\p{N}+/gu

/**
 * A proposal as a fact, if it is one: in bounds, without secrets, saying what its block says and nothing
 * particular that is not in it. Undefined otherwise; then the rules' own reading stands.
 */
export function factOf({ block, fact }: StatedFact, proposal: Proposal): Fact | undefined {
  const title = oneLine(visibleText(proposal.title))
  const content = oneLine(visibleText(proposal.content))
  const tags = [...new Set(proposal.tags.map((tag) => tag.trim().toLowerCase()))]
  if (title === '' || title.length > TITLE_LENGTH) return undefined
  if (content === '' || content.length > CONTENT_LENGTH) return undefined
  if (tags.length > 4 || !tags.every((tag) => TAG.test(tag))) return undefined
  if (secretsInFact({ title, content, tags }).length > 0) return undefined
  const all = [title, content, ...tags].join('\n')
  const source = [block.raw, block.scope, ...block.headings].join('\n').toLowerCase()
  const particulars = all.toLowerCase().match(PARTICULAR) ?? []
  if (!particulars.every((one) => source.includes(one.replace(/[.:/-]+$/, '')))) return undefined
  const [ours, theirs] = [statementOf(fact.content), statementOf(content)]
  if (similarity(ours, theirs, () => 1) < ALIKE || contradicts(ours, theirs)) return undefined
  return { title, content, category: proposal.category, tags }
}
