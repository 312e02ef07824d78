import { html, type Html } from '#core/html.ts'
import { countOf, formatCompact, formatCount } from '#core/portal/format-count.ts'
import type { Activity, PersonActivity } from '../analytics/activity-of.ts'
import { formatCost, formatDuration } from './format-duration.ts'
import { sessionTabs } from './session-tabs.ts'

const WIDTH = 640
const HEIGHT = 140
const CELL = 24
const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** When, with what and by whom Claude Code is used. */
export function activityPage(activity: Activity, team: boolean, admin: boolean): Html {
  const { totals } = activity
  return html`<header class="page-head">
      <div>
        <h1>${team ? 'The team’s activity' : 'Your activity'}</h1>
        <p class="lead">
          ${countOf(totals.sessions, 'session')}, ${formatDuration(totals.activeMs)} active,
          ${formatCompact(totals.tokens.output)} tokens out, ${formatCost(totals.tokens)}.
        </p>
      </div>
    </header>
    ${sessionTabs(team ? '/sessions/team' : '/sessions/activity', admin)}
    <section class="card">
      <header><h2>Active hours by week</h2></header>
      ${weekChart(activity)}
    </section>
    <section class="card">
      <header><h2>When</h2></header>
      <div class="scroll" tabindex="0" role="region" aria-label="When">${heatMap(activity)}</div>
    </section>
    ${ranking('Tools', 'uses', activity.tools)}
    ${ranking('Projects', 'sessions', activity.projects)} ${team && people(activity.people)}`
}

function weekChart({ weeks }: Activity): Html {
  const most = Math.max(1, ...weeks.map(({ activeMs }) => activeMs))
  const step = WIDTH / Math.max(1, weeks.length)
  const words = weeks.map(({ week, activeMs }) => `${week}: ${formatDuration(activeMs)}`).join('; ')
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${words}">
    ${weeks.map(({ week, activeMs }, place) => {
      const height = (activeMs / most) * (HEIGHT - 4)
      return html`<rect
        class="bar"
        x="${(place * step + 1).toFixed(1)}"
        y="${(HEIGHT - height).toFixed(1)}"
        width="${Math.max(1, step - 3).toFixed(1)}"
        height="${height.toFixed(1)}"
      >
        <title>${week}: ${formatDuration(activeMs)}</title>
      </rect>`
    })}
    <line class="axis" x1="0" y1="${HEIGHT}" x2="${WIDTH}" y2="${HEIGHT}" />
  </svg>`
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
  if (counts.length === 0) return html``
  return html`<section class="card flush">
    <header><h2>${title}</h2></header>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" class="num">${unit}</th>
          </tr>
        </thead>
        <tbody>
          ${counts.slice(0, 15).map(
            ([name, times]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td class="num">${formatCount(times)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
}

function people(rows: readonly PersonActivity[]): Html {
  return html`<section class="card flush">
    <header><h2>People</h2></header>
    <div class="scroll" tabindex="0" role="region" aria-label="People">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Person</th>
            <th scope="col" class="num">Sessions</th>
            <th scope="col" class="num">Active</th>
            <th scope="col" class="num">Tokens out</th>
            <th scope="col" class="num">Cost</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ username, totals }) =>
              html`<tr>
                <th scope="row">${username}</th>
                <td class="num">${formatCount(totals.sessions)}</td>
                <td class="num">${formatDuration(totals.activeMs)}</td>
                <td class="num">${formatCompact(totals.tokens.output)}</td>
                <td class="num">${formatCost(totals.tokens)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
}
