import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import { publishFile } from '#core/files/publish-file.ts'
import type { BenchRow } from './bench-row.ts'
import { benchContainers } from './containers.ts'
import { benchConversion } from './conversion.ts'
import { benchGenerate } from './generate.ts'
import { benchGateway } from './gateway.ts'
import { benchSessions } from './sessions.ts'
import { benchSignIn } from './sign-in.ts'
import { benchStack } from './stack.ts'
import { benchSync } from './sync.ts'

const suites: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  'The stack': benchStack,
  Containers: benchContainers,
  'Deployment files': benchGenerate,
  'Sign-in': benchSignIn,
  'Live connections': benchGateway,
  'Session collection': benchSessions,
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

const page = join(import.meta.dirname, '../../docs/benchmarks.md')

/** The sections of the page as it is, by title: a suite that is not run now keeps its figures. */
async function knownSections(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(page, 'utf8')
  const sections = text.split(/^## /m).slice(1)
  return new Map(
    sections.map((section) => {
      const [title = '', ...rest] = section.split('\n')
      return [title, rest.join('\n').trim()]
    }),
  )
}

/** `npm run bench` measures everything; `npm run bench -- containers` the suites whose title has the word. */
if (import.meta.main) {
  const wanted = process.argv[2]?.toLowerCase() ?? ''
  if (!Object.keys(suites).some((title) => title.toLowerCase().includes(wanted))) {
    const titles = Object.keys(suites).map((title) => `  ${title}`)
    console.error(`No suite has "${wanted}" in its title. There are:\n${titles.join('\n')}`)
    process.exit(2)
  }
  const known = await knownSections()
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`
  const today = new Date().toISOString().slice(0, 10)
  const sections: string[] = []
  for (const [title, run] of Object.entries(suites)) {
    const measure = title.toLowerCase().includes(wanted)
    if (measure) console.log(`\n${title} …`)
    const text = measure
      ? `Measured on ${today}: ${machine}.\n\n${table(await run())}`
      : known.get(title)
    if (measure) console.log(text)
    if (text !== undefined) sections.push(`## ${title}\n\n${text}`)
  }
  const text = [
    '<!-- Written by `npm run bench`. Do not edit. -->',
    '# Benchmarks',
    'Ours and the peer or the limit were measured in one run; compare ratios, not seconds.',
    ...sections,
  ].join('\n\n')
  await publishFile(page, `${text}\n`)
}
