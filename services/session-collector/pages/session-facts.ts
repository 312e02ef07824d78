import { html, type Html } from '#core/html.ts'
import { utcMinute } from '#core/portal/exact-time.ts'
import { countOf, formatCompact, formatCount } from '#core/portal/format-count.ts'
import { statsList } from '#core/portal/stats-list.ts'
import { inputTokens, sumOf } from '../analytics/measures.ts'
import type { SessionFigures } from '../analytics/session-figures.ts'
import { formatCost, formatDuration } from './format-duration.ts'

/** The figures of a session: the large ones, and below them everything else that is known of it. */
export function sessionFacts(figures: SessionFigures): Html {
  const { tokens } = figures
  const stats = {
    Active: formatDuration(figures.activeMs),
    Duration: formatDuration(figures.wallMs),
    Turns: formatCount(figures.userTurns),
    Tools: formatCount(sumOf(figures.tools)),
    'Errors of tools': formatCount(sumOf(figures.errors)),
    'Tokens in / out': `${formatCompact(inputTokens(tokens))} / ${formatCompact(tokens.output)}`,
    Cost: formatCost(tokens),
  }
  return html`<div class="card stack">
    ${statsList(stats)}
    <details class="more">
      <summary>Everything that is known of it</summary>
      <dl class="facts">
        ${facts(figures).map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
    </details>
  </div>`
}

/** What there is, by name; nothing of what never was. */
function facts(figures: SessionFigures): readonly (readonly [string, string])[] {
  const { start, end, turnMs, subagents, unfinished, tokens, quality } = figures
  const models = Object.entries(figures.models).map(
    ([model, own]) =>
      `${model}: ${formatCompact(inputTokens(own))} in, ${formatCompact(own.output)} out, ${formatCost(own)}`,
  )
  const caches = `${formatCompact(tokens.input)} in, ${formatCompact(tokens.cacheRead)} read from caches, ${formatCompact(tokens.cacheWrite5m)} written for five minutes, ${formatCompact(tokens.cacheWrite1h)} for an hour`
  const unread = [
    quality.badLines > 0 && countOf(quality.badLines, 'line') + ' not JSON',
    quality.otherLines > 0 && countOf(quality.otherLines, 'line') + ' no record',
    quality.partialTailBytes > 0 && countOf(quality.partialTailBytes, 'byte') + ' of an open line',
    sumOf(quality.unknownTypes) > 0 && `unknown: ${counted(quality.unknownTypes)}`,
    quality.danglingParents > 0 && countOf(quality.danglingParents, 'missing parent'),
    quality.duplicateUsageRows > 0 && countOf(quality.duplicateUsageRows, 'repeated usage row'),
  ].filter((text) => text !== false)
  return [
    ['Begun', start === null ? '' : utcMinute(new Date(start))],
    ['Last record', end === null ? '' : utcMinute(new Date(end))],
    ['Time of turns', turnMs === null ? '' : formatDuration(turnMs)],
    ['Tools', counted(figures.tools)],
    ['MCP servers', counted(figures.mcpServers)],
    ['Errors', counted(figures.errors)],
    ['Never ended', unfinished > 0 ? countOf(unfinished, 'use', 'uses') : ''],
    ['Subagents', some(subagents)],
    ['Denials', some(figures.denials)],
    ['Interruptions', some(figures.interrupts)],
    ['Errors of the API', some(figures.apiErrors)],
    ['Compactions', some(figures.compactions)],
    ['Models', models.join('; ')],
    ['Tokens', caches],
    ['Cost', tokens.estimated ? 'estimated: not all rows tell how long their cache lives' : ''],
    ['Branches', figures.branches.join(', ')],
    ['Pull requests', figures.pullRequests.join(', ')],
    ['Versions', [...figures.versions, ...figures.entrypoints].join(', ')],
    ['Records', [formatCount(quality.records), ...unread].join('; ')],
  ].filter((fact): fact is [string, string] => fact[1] !== '')
}

const some = (count: number) => (count > 0 ? formatCount(count) : '')

function counted(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .toSorted((a, b) => b[1] - a[1])
    .map(([name, times]) => `${name} ${formatCount(times)}`)
    .join(', ')
}
