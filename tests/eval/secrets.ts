import { scanNote } from '../../services/corporate-memory/catalogue/scan-note.ts'
import { redactRecord } from '../../services/session-collector/twin/redact-record.ts'
import { seededRandom } from '../peers/seeded-random.ts'
import { cleanBlocks, foreignEntries } from './foreign/foreign-entries.ts'
import { givesAway, judgeNote } from './foreign/judge-entry.ts'
import { picksOf } from './memory-secrets.ts'
import { unseenProse } from './unseen-prose.ts'
import { seedsOf } from './seeds-of.ts'

/** The most that may be missed, of a hundred: above what seeds 1 to 5 measure, by the chance between seeds. */
const CEILINGS = { missed: 4.5, published: 3.5, 'shown in the twin': 4.5, 'clean held back': 3 }
type Figure = keyof typeof CEILINGS

/** The share of what was told in passing that may be published. */
const UNSEEN = 0.09

/** How many contexts are named at the end. */
const WORST = 25

/** Prints how many secrets of many hands the scan misses; ends with 1 when a rate is above its ceiling. */
function main(): void {
  const bad = new Map<string, number>()
  for (const seed of seedsOf(process.argv.slice(2))) {
    const { entries, clean, counts } = measure(seed, (context) =>
      bad.set(context, (bad.get(context) ?? 0) + 1),
    )
    const words = Object.entries(counts).map(([figure, count]) => {
      const of = figure === 'clean held back' ? clean : entries
      const rate = (100 * count) / of
      if (rate > CEILINGS[figure as Figure]) {
        console.error(`ABOVE ${CEILINGS[figure as Figure]} %: seed ${seed}, ${figure}`)
        process.exitCode = 1
      }
      return `${figure} ${count} (${rate.toFixed(1)} %)`
    })
    console.log(`seed ${seed}: ${entries} secrets, ${clean} clean blocks; ${words.join(', ')}`)
  }
  const { secrets, published, clean, held } = unseenProse()
  const share = (count: number, of: number) => `${count} (${((100 * count) / of).toFixed(1)} %)`
  if (published > UNSEEN * secrets) {
    console.error(`ABOVE ${100 * UNSEEN} %: told in passing, published`)
    process.exitCode = 1
  }
  console.log(
    `told in passing, never trained on: ${secrets} secrets, ${clean} clean blocks that resemble them; published ${share(published, secrets)}, clean held back ${share(held, clean)}`,
  )
  const worst = [...bad].sort(([, one], [, other]) => other - one).slice(0, WORST)
  for (const [context, count] of worst) console.log(`  ${String(count).padStart(3)} ${context}`)
}

/** What one seed shows; each context that misses a secret is told. */
function measure(seed: number, tell: (context: string) => void) {
  const random = picksOf(seededRandom(seed))
  const counts = { missed: 0, published: 0, 'shown in the twin': 0, 'clean held back': 0 }
  const entries = foreignEntries(random)
  for (const entry of entries) {
    const { missed, published } = judgeNote(entry, scanNote({ username: 'eval', text: entry.text }))
    const record = redactRecord({ type: 'user', text: entry.text }, 'eval')
    const shown = givesAway(String(record.text), entry)
    if (missed) counts.missed += 1
    if (published) counts.published += 1
    if (shown) counts['shown in the twin'] += 1
    if (missed || shown) tell(entry.context)
  }
  const clean = cleanBlocks(random)
  for (const text of clean)
    if (scanNote({ username: 'eval', text }).held.length > 0) counts['clean held back'] += 1
  return { entries: entries.length, clean: clean.length, counts }
}

if (import.meta.main) main()
