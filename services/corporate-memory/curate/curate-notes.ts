import type { Database } from '#core/database/connect.ts'
import type { Logger } from '#core/log.ts'
import { loadCatalogue } from '../catalogue/load-catalogue.ts'
import { scanAhead } from '../catalogue/scan-ahead.ts'
import type { StatedFact } from '../catalogue/scan-note.ts'
import type { Fact } from '../extract/fact.ts'
import type { Notes } from '../notes/note.ts'
import type { Answer, Curator } from './curator.ts'
import { noteSpent, spentToday } from './daily-budget.ts'
import { factKey } from './fact-key.ts'
import { factOf } from './proposal.ts'
import { newStatements } from './question.ts'

const BLOCKS_AT_ONCE = 25
/** After so many questions in a row that nobody answered the rules go on alone: each may have taken minutes. */
const MOST_UNANSWERED = 3

/** What a model made of new blocks, and what it cost. */
export interface Curated {
  /** By `username hash`: how a block is put; the rules' reading stands for all others. */
  readonly facts: ReadonlyMap<string, Fact>
  readonly calls: number
  /** Why calls came to nothing, each reason once. */
  readonly failures: readonly string[]
  readonly input: number
  readonly output: number
}

/** Where no model is asked: the rules do the whole job. */
export const notCurated: Curated = { facts: new Map(), calls: 0, failures: [], input: 0, output: 0 }

/**
 * Asks about the blocks that are new in the notes that changed, and about nothing else: what it costs does
 * not grow with the team. What is held back for a secret is never sent. A block that the model gives no good
 * answer for keeps the rules' reading; nothing that it says touches other blocks, ids or decisions.
 */
export async function curateNotes(
  db: Database,
  notes: Notes,
  curator: Curator | undefined,
  { tokensPerDay, log }: { readonly tokensPerDay: number; readonly log: Logger },
): Promise<Curated> {
  if (!curator) return notCurated
  const before = await loadCatalogue(db.pool)
  await scanAhead(before.notes, notes)
  const facts = new Map<string, Fact>()
  const failures = new Set<string>()
  let [calls, input, output] = [0, 0, 0]
  let left = tokensPerDay - (await spentToday(db))
  let unanswered = 0
  for (const note of notes.notes) {
    const fresh = newStatements(before, note)
    for (let at = 0; at < fresh.length; at += BLOCKS_AT_ONCE) {
      if (left <= 0) {
        failures.add('the budget of the day is used up')
        break
      }
      if (unanswered === MOST_UNANSWERED) {
        failures.add(`after ${MOST_UNANSWERED} questions without an answer no more were asked`)
        break
      }
      const statements = fresh.slice(at, at + BLOCKS_AT_ONCE)
      const answer = await curator(statements)
      calls += 1
      input += answer.input
      output += answer.output
      left -= answer.input + answer.output
      unanswered = answer.unanswered ? unanswered + 1 : 0
      await noteSpent(db, answer)
      if (answer.failed !== undefined) failures.add(answer.failed)
      take(statements, note.username, answer.proposals, facts)
    }
  }
  for (const reason of failures) log.warn({ reason }, 'blocks were read by the rules alone')
  return { facts, calls, failures: [...failures], input, output }
}

function take(
  statements: readonly StatedFact[],
  username: string,
  proposals: Answer['proposals'],
  facts: Map<string, Fact>,
): void {
  for (const proposal of proposals) {
    const statement = statements[proposal.place]
    const fact = statement && factOf(statement, proposal)
    if (fact) facts.set(factKey(username, statement.block.hash), fact)
  }
}
