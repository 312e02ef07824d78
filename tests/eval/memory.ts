import type { RefreshParts } from '../../services/corporate-memory/catalogue/refreshed.ts'
import { figuresOf, tokensOfChange, type Figures } from './memory-figures.ts'
import { allParts } from './memory-team.ts'
import { seedsOf } from './seeds-of.ts'

const TEAMS = [5, 50, 200]

/** Prints the figures of a few seeds and of each part switched off; fails when a target is missed. */
function main(): void {
  const missed: string[] = []
  const demand = (holds: boolean, what: string) => {
    if (!holds) missed.push(what)
  }
  for (const seed of seedsOf(process.argv.slice(2))) {
    const figures = figuresOf(seed, allParts)
    show(`seed ${seed}`, figures)
    for (const line of figures.leaked) console.log(`  leaked ${line}`)
    for (const what of shortOf(figures)) demand(false, `seed ${seed}: ${what}`)
  }
  const without = (part: keyof RefreshParts) => {
    const figures = figuresOf(1, { ...allParts, [part]: false })
    show(`no ${part}`, figures)
    return figures
  }
  demand(without('guard').lookAlikesMerged > 0, 'without the guard look-alikes should be merged')
  demand(without('alignment').idsChanged > 0, 'without alignment ids should change')
  // How many bridges hold is recall, which is told; that aliases are what holds them is demanded.
  demand(
    without('aliases').bridgesMissed > figuresOf(1, allParts).bridgesMissed,
    'without aliases more bridged facts should fall apart',
  )
  const unscanned = without('scan')
  demand(unscanned.leaked.length > 0, 'without the scan secrets should leak')
  demand(unscanned.acceptedSpoilt > 0, 'without the scan accepted items should be spoilt')
  const forgetful = figuresOf(1, allParts, true)
  show('full refresh', forgetful)
  demand(forgetful.idsChanged > 0, 'a full refresh that forgets should lose ids')
  demand(forgetful.votesLost > 0, 'a full refresh that forgets should lose votes')
  const tokens = TEAMS.map(tokensOfChange)
  console.log(
    `tokens sent for one changed block: ${tokens.map((count, at) => `${count} in a team of ${TEAMS[at]}`).join(', ')}; 0 without a model`,
  )
  demand(Math.max(...tokens) <= 1.1 * Math.min(...tokens), 'tokens grow with the team')
  for (const what of missed) console.error(`MISSED ${what}`)
  process.exitCode = missed.length > 0 ? 1 : 0
}

function show(name: string, { leaked, ...figures }: Figures): void {
  const { precision, recall, ...counts } = figures
  const words = Object.entries({ ...counts, leaks: leaked.length }).map(
    ([key, value]) => `${key} ${value}`,
  )
  const merged = `precision ${precision.toFixed(3)} recall ${recall.toFixed(3)}`
  console.log(`${name.padEnd(14)} ${merged} ${words.join(' ')}`)
}

/** The targets that figures miss. */
function shortOf(figures: Figures): readonly string[] {
  const targets: Readonly<Record<string, boolean>> = {
    'merge precision': figures.precision >= 0.98,
    'look-alikes merged': figures.lookAlikesMerged === 0,
    'ids changed': figures.idsChanged === 0,
    'votes lost': figures.votesLost === 0,
    'secrets leaked': figures.leaked.length === 0,
    'accepted items spoilt': figures.acceptedSpoilt === 0,
    'clean blocks held back': figures.cleanHeld === 0,
    'junk taken': figures.junkTaken <= 2,
    injected: figures.injected === 0,
  }
  return Object.entries(targets).flatMap(([what, holds]) => (holds ? [] : [what]))
}

if (import.meta.main) main()
