import type { Fact } from '../extract/fact.ts'
import { statementOf } from '../merge/statement.ts'
import { flagsOf } from './flags-of.ts'
import type { Item } from './item.ts'

/** An item that says a fact and waits for people. */
export function newItem(id: string, fact: Fact): Item {
  return {
    ...fact,
    id,
    status: 'pending',
    statusBefore: null,
    version: 1,
    wordHash: statementOf(fact.content).wordHash,
    mergedInto: null,
    flags: flagsOf(`${fact.title}\n${fact.content}`),
  }
}
