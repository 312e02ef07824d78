import { html, type Html } from '#core/html.ts'
import { formatCount, formatShare } from '#core/portal/format-count.ts'
import { categoryNames, type Category } from '../extract/category.ts'
import type { Coverage, Week } from '../views/growth.ts'
import type { DayUse } from '../curate/daily-budget.ts'
import { growthChart } from './growth-chart.ts'
import { pageTabs } from './page-tabs.ts'

/** How the memory grows, and what it is about. */
export function statisticsPage(
  weeks: readonly Week[],
  coverage: readonly Coverage[],
  { use, tokensPerDay }: { readonly use: readonly DayUse[]; readonly tokensPerDay: number },
): Html {
  return html`<header class="page-head">
      <div>
        <h1>Statistics</h1>
        <p class="lead">How the memory grows, and what it is about.</p>
      </div>
    </header>
    ${pageTabs('/corporate-memory/statistics')}
    <section class="card">
      <header><h2>Growth</h2></header>
      ${weeks.some(({ items }) => items > 0) ? growthChart(weeks) : html`<p class="muted">Nothing yet.</p>`}
    </section>
    <section class="card flush">
      <header><h2>What it is about</h2></header>
      ${coverage.length === 0 ? html`<p class="muted">Nothing yet.</p>` : coverageTable(coverage)}
    </section>
    ${use.length > 0 && useTable(use, tokensPerDay)}`
}

function useTable(use: readonly DayUse[], tokensPerDay: number): Html {
  return html`<section class="card flush">
    <header>
      <div>
        <h2>What asking a model cost</h2>
        <p class="muted">
          At most ${formatCount(tokensPerDay)} tokens a day; after that rules go on alone.
        </p>
      </div>
    </header>
    <div class="scroll" tabindex="0" role="region" aria-label="What asking a model cost">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Day (UTC)</th>
            <th scope="col" class="num">Questions</th>
            <th scope="col" class="num">Without an answer</th>
            <th scope="col" class="num">Tokens in</th>
            <th scope="col" class="num">Tokens out</th>
          </tr>
        </thead>
        <tbody>
          ${use.map(
            ({ day, calls, failed, input, output }) =>
              html`<tr>
                <th scope="row">
                  ${day}
                  ${input + output >= tokensPerDay && html`<span class="badge warn">Used up</span>`}
                </th>
                <td class="num">${formatCount(calls)}</td>
                <td class="num">${formatCount(failed)}</td>
                <td class="num">${formatCount(input)}</td>
                <td class="num">${formatCount(output)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
}

/** How many items a category has beside the largest one, and how many of them are accepted. */
function coverageBar(items: number, accepted: number, most: number): Html {
  const bar = (count: number, style: string) =>
    html`<rect class="bar ${style}" width="${((count / most) * 100).toFixed(1)}" height="1" />`
  return html`<svg class="meter" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    ${bar(items, 'soft')} ${bar(accepted, '')}
  </svg>`
}

function coverageTable(coverage: readonly Coverage[]): Html {
  const most = Math.max(...coverage.map(({ items }) => items))
  return html`<div class="scroll" tabindex="0" role="region" aria-label="What it is about">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">About</th>
          <th scope="col" class="num">Items</th>
          <th scope="col" class="num">Accepted</th>
          <th scope="col" class="num">People</th>
        </tr>
      </thead>
      <tbody>
        ${coverage.map(
          ({ category, items, accepted, people }) =>
            html`<tr>
              <th scope="row">
                ${categoryNames[category as Category] ?? category}
                ${coverageBar(items, accepted, most)}
              </th>
              <td class="num">${formatCount(items)}</td>
              <td class="num">${formatShare(accepted, items)}</td>
              <td class="num">${formatCount(people)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
