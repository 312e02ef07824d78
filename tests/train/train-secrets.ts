import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tellsAt, tablesOf, type Weights } from '#core/secret-scan/learned/tells-at.ts'
import { folders, readExamples, type Example } from './examples.ts'
import { fitWeights } from './fit-weights.ts'
import { weightsFile } from './weights-file.ts'

const path = join(import.meta.dirname, '../../core/secret-scan/learned/weights.json')

/**
 * Writes the weights of the learned rule. With --judge it tells instead how well each writer's blocks are judged by
 * what the others wrote, which takes half a minute a writer: that is how the rule does on texts it has never seen.
 */
function main(): void {
  const examples = readExamples(folders.train)
  if (process.argv.includes('--judge')) return judge(examples)
  const weights = fitWeights(examples)
  writeFileSync(path, weightsFile(weights))
  const cues = Object.values(weights).reduce((sum, table) => sum + Object.keys(table).length, 0)
  console.log(`${cues} cues of ${examples.length} blocks written`)
}

function judge(examples: readonly Example[]): void {
  for (const writer of new Set(examples.map((example) => example.writer))) {
    const theirs = examples.filter((example) => example.writer === writer)
    const weights = fitWeights(examples.filter((example) => example.writer !== writer))
    const [secret, clean] = [theirs.filter(isSecret), theirs.filter((one) => !isSecret(one))]
    const found =
      secret.length > 0 ? `of ${secret.length} secrets ${share(secret, weights)} found, ` : ''
    console.log(`${writer}: ${found}of ${clean.length} clean blocks ${share(clean, weights)} held`)
  }
}

const isSecret = ({ carriers }: Example): boolean => carriers.length > 0

function share(examples: readonly Example[], weights: Weights): string {
  const tables = tablesOf(weights)
  const held = examples.filter(({ text }) => tellsAt(text, tables) !== undefined).length
  return `${((100 * held) / examples.length).toFixed(1)} %`
}

if (import.meta.main) main()
