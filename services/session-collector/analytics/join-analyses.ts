import { joinBursts } from '../transcript/bursts.ts'
import { count, emptyAnalysis, type FileAnalysis } from '../transcript/file-analysis.ts'

const sums = [
  'lines',
  'badLines',
  'otherLines',
  'blankLines',
  'partialTail',
  'turnMs',
  'userTurns',
  'usageRows',
  'denials',
  'interrupts',
  'apiErrors',
  'boundaries',
  'compactSummaries',
] as const

const sets = [
  'repositories',
  'branches',
  'versions',
  'entrypoints',
  'pullRequests',
  'uuids',
  'parents',
] as const

/**
 * A session is its own file and those of its subagents: what both hold counts once. Usage is not joined
 * here, because answers are told apart over all files of a person.
 */
export function joinAnalyses(files: readonly FileAnalysis[]): FileAnalysis {
  const all = emptyAnalysis()
  for (const file of files) {
    for (const name of sums) all[name] += file[name]
    for (const name of sets) for (const text of file[name]) all[name].add(text)
    for (const name of ['types', 'unknownTypes', 'sessionIds'] as const) {
      for (const [text, times] of file[name]) count(all[name], text, times)
    }
    for (const [id, use] of file.tools) {
      const known = all.tools.get(id)
      const ended = use.ended || (known?.ended ?? false)
      all.tools.set(id, { name: use.name, ended, failed: use.failed || (known?.failed ?? false) })
    }
    for (const summary of file.summaries) all.summaries.push(summary)
    all.start = least(all.start, file.start)
    all.end = most(all.end, file.end)
    all.folder ??= file.folder
    all.customTitle ??= file.customTitle
    all.aiTitle ??= file.aiTitle
    all.firstTurn ??= file.firstTurn
  }
  for (const file of files) {
    for (const [id, failed] of file.results) {
      const use = all.tools.get(id)
      if (use) all.tools.set(id, { ...use, ended: true, failed: use.failed || failed })
      else all.results.set(id, failed || all.results.get(id) === true)
    }
  }
  all.bursts = joinBursts(files.flatMap(({ bursts }) => bursts))
  return all
}

function least(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || (other !== undefined && other < one) ? other : one
}

function most(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || (other !== undefined && other > one) ? other : one
}
