import { html, type Html } from '#core/html.ts'
import { countOf, formatCompact, formatCount } from '#core/portal/format-count.ts'
import type { Activity, PersonActivity } from '../analytics/activity-of.ts'
import { allTokens } from '../analytics/measures.ts'
import type { OverTime } from '../analytics/over-time.ts'
import { formatCost, formatDuration } from './format-duration.ts'
import type { Totals } from '../report-of.ts'
import { overTimeCard } from './over-time-chart.ts'
import { sessionTabs } from './session-tabs.ts'

const CELL = 24
const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** When, with what and by whom Claude Code is used. */
export function activityPage(
  activity: Activity,
  chart: OverTime,
  { team, admin }: { readonly team: boolean; readonly admin: boolean },
): Html {
  const { totals } = activity
  const path = team ? '/sessions/team' : '/sessions/activity'
  return html`<header class="page-head">
      <div>
        <h1>${team ? 'The team’s activity' : 'Your activity'}</h1>
        <p class="lead">
          ${countOf(totals.sessions, 'session')}, ${formatDuration(totals.activeMs)} active,
          ${formatCompact(totals.tokens.output)} tokens out, ${formatCost(totals.tokens)}.
        </p>
      </div>
    </header>
    ${sessionTabs(path, admin)} ${overTimeCard(chart, path, team)}
    <section class="card">
      <header><h2>When</h2></header>
      <div class="scroll" tabindex="0" role="region" aria-label="When">${heatMap(activity)}</div>
    </section>
    ${ranking('Tools', 'uses', activity.tools)} ${models(totals)}
    ${ranking('Projects', 'sessions', activity.projects)} ${team && people(activity.people)}`
}

function heatMap({ hours }: Activity): Html {
  const most = Math.max(1, ...hours.flat())
  return html`<svg
    class="chart"
    viewBox="0 0 ${CELL * 25 + 20} ${CELL * 7 + 4}"
    role="img"
    aria-label="Active time by weekday and hour, UTC"
  >
    ${hours.map(
      (ofDay, day) =>
        html`<text x="0" y="${day * CELL + 15}" font-size="12" fill="currentColor"
            >${days[day]}</text
          >${ofDay.map(
            (ms, hour) =>
              html`<rect
                class="bar"
                x="${44 + hour * CELL}"
                y="${day * CELL}"
                width="${CELL - 2}"
                height="${CELL - 2}"
                opacity="${(0.06 + 0.94 * (ms / most)).toFixed(2)}"
              >
                <title>${days[day]} ${hour}:00 UTC: ${formatDuration(ms)}</title>
              </rect>`,
          )}`,
    )}
  </svg>`
}

function ranking(
  title: string,
  unit: string,
  counts: readonly (readonly [string, number])[],
): Html {
  const rows = counts.slice(0, 15).map(([name, times]) => [name, formatCount(times)] as const)
  return figuresCard(title, ['Name', unit], rows)
}

/** Tokens are counted for every model; a cost only where its price is known. */
function models({ models: used }: Totals): Html {
  const rows = Object.entries(used)
    .toSorted((a, b) => b[1].output - a[1].output)
    .map(
      ([model, tokens]) =>
        [
          model,
          formatCompact(allTokens(tokens)),
          formatCompact(tokens.output),
          formatCost(tokens),
        ] as const,
    )
  return figuresCard('Models', ['Model', 'Tokens', 'Tokens out', 'Cost'], rows)
}

function people(activities: readonly PersonActivity[]): Html {
  const heads = ['Person', 'Sessions', 'Active', 'Turns', 'Errors', 'Denials', 'Tokens out', 'Cost']
  const rows = activities.map(
    ({ username, totals }) =>
      [
        username,
        formatCount(totals.sessions),
        formatDuration(totals.activeMs),
        formatCount(totals.userTurns),
        formatCount(totals.errors),
        formatCount(totals.denials),
        formatCompact(totals.tokens.output),
        formatCost(totals.tokens),
      ] as const,
  )
  return figuresCard('People', heads, rows)
}

/** A table whose first column names what the figures in the others belong to; nothing without rows. */
function figuresCard(
  title: string,
  heads: readonly string[],
  rows: readonly (readonly [name: string, ...figures: (string | Html)[]])[],
): Html {
  if (rows.length === 0) return html``
  return html`<section class="card flush">
    <header><h2>${title}</h2></header>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <table class="table">
        <thead>
          <tr>
            ${heads.map((head, index) => html`<th scope="col" class="${index > 0 && 'num'}">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, ...figures]) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${figures.map((figure) => html`<td class="num">${figure}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
}
