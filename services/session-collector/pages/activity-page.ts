import { html, type Html } from '#core/html.ts'
import { countOf, formatCompact, formatCount } from '#core/portal/format-count.ts'
import type { Activity } from '../analytics/activity-of.ts'
import type { Adoption } from '../analytics/adoption-of.ts'
import { allTokens } from '../analytics/measures.ts'
import type { OverTime } from '../analytics/over-time.ts'
import type { Totals } from '../report-of.ts'
import { figuresTable, groupsTable, type FiguresRow } from './figures-table.ts'
import { formatCost, formatDuration } from './format-duration.ts'
import { heatMap } from './heat-map.ts'
import { overTimeCard, type ChartPlace } from './over-time-chart.ts'
import type { Place } from './page-links.ts'
import { sessionTabs } from './session-tabs.ts'
import { weekBars } from './week-bars.ts'

export interface ActivityView extends ChartPlace {
  readonly title: string
  readonly activity: Activity
  readonly chart: OverTime
  readonly admin: boolean
  /** How many people use it; of the team alone. */
  readonly adoption?: Adoption | undefined
  /** Where one is in its people and its projects. */
  readonly places: Readonly<Record<'people' | 'projects', Place>>
  /** What stands at the end. */
  readonly more?: Html | undefined
}

/** When, with what and by whom Claude Code is used. */
export function activityPage(view: ActivityView): Html {
  const { title, activity, chart, admin, adoption, path, team, project, places, more } = view
  const { totals } = activity
  return html`<header class="page-head">
      <div>
        <h1>${title}</h1>
        <p class="lead">
          ${countOf(totals.sessions, 'session')}, ${formatDuration(totals.activeMs)} active,
          ${formatCompact(totals.tokens.output)} tokens out, ${formatCost(totals.tokens)}.
        </p>
      </div>
    </header>
    ${sessionTabs(path, admin)}
    ${
      project !== undefined &&
      html`<p class="notice">
        Only what was done in <code>${project}</code>. <a href="${path}">Show all projects</a>
      </p>`
    }
    ${overTimeCard(chart, view)} ${adoption && adoptionCard(adoption)} ${heatMap(activity.hours)}
    ${
      team &&
      groupsTable(activity.people, {
        ...{ title: 'People', head: 'Person', place: places.people },
        pathOf: (name) => `/sessions/team/${encodeURIComponent(name)}`,
      })
    }
    ${groupsTable(activity.projects, {
      ...{ title: 'Projects', head: 'Project', place: places.projects },
      pathOf: (name) => `${path}?project=${encodeURIComponent(name)}`,
    })}
    ${tools(activity)} ${models(totals)} ${more}`
}

function adoptionCard({ weeks, people, lately, begun, all }: Adoption): Html {
  return html`<section class="card stack" aria-labelledby="adoption">
    <header>
      <h2 id="adoption">Adoption</h2>
      <p class="small muted">
        ${formatCount(lately)} of ${countOf(all, 'person', 'people')} in the last four weeks, of
        whom ${formatCount(begun)} began then
      </p>
    </header>
    ${weekBars(weeks, [{ name: 'people', values: people }], (count) => countOf(count, 'person', 'people'))}
  </section>`
}

const TOOLS = 15

function tools({ tools: used }: Activity): Html {
  const title = used.length > TOOLS ? `Tools: the first ${TOOLS} of ${used.length}` : 'Tools'
  const rows = used.slice(0, TOOLS).map(([name, times]): FiguresRow => [name, formatCount(times)])
  return figuresTable(title, ['Tool', 'Uses'], rows)
}

/** Tokens are counted for every model; a cost only where its price is known. */
function models({ models: used }: Totals): Html {
  const rows = Object.entries(used)
    .toSorted((a, b) => b[1].output - a[1].output)
    .map(([model, tokens]): FiguresRow => [
      model,
      formatCompact(allTokens(tokens)),
      formatCompact(tokens.output),
      formatCost(tokens),
    ])
  return figuresTable('Models', ['Model', 'Tokens', 'Tokens out', 'Cost'], rows)
}
