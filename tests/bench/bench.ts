import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { publishFile } from '#core/files/publish-file.ts'
import { benchConversion, type BenchRow } from './conversion.ts'
import { benchStack } from './stack.ts'
import { benchSync } from './sync.ts'

const suites: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  'The stack': benchStack,
  'CSV to Parquet, 5 million rows': benchConversion,
  'Analysts: sync of 2,000 files of 1 MiB': benchSync,
}

function table(rows: readonly BenchRow[]): string {
  const head =
    '| What | Ours | Peer or limit | Ratio | Goal | |\n| --- | --- | --- | --- | --- | --- |'
  const lines = rows.map(({ name, ours, peer, ratio, unit, limit }) => {
    const verdict = ratio <= limit ? 'met' : 'missed'
    const cells = [
      name,
      figure(ours, unit),
      figure(peer, unit),
      ratio.toFixed(3),
      `≤ ${limit}`,
      verdict,
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [head, ...lines].join('\n')
}

function figure(value: number, unit: string): string {
  return `${value.toLocaleString('en', { maximumFractionDigits: 2 })} ${unit}`.trim()
}

if (import.meta.main) {
  const sections: string[] = []
  for (const [title, run] of Object.entries(suites)) {
    console.log(`\n${title} …`)
    const text = table(await run())
    console.log(text)
    sections.push(`## ${title}\n\n${text}`)
  }
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`
  const page = [
    '<!-- Written by `npm run bench`. Do not edit. -->',
    '# Benchmarks',
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine}. Ours and the peer ran in turns in one run; compare ratios, not seconds.`,
    ...sections,
  ].join('\n\n')
  await publishFile(join(import.meta.dirname, '../../docs/benchmarks.md'), `${page}\n`)
}
