import type { QueryResult } from './sql-alert.ts'

const wanted = /^(bar|line)\s+(\S+)\s+(\S+)$/

/** Whether a text names a chart, whatever the columns of the result. */
export function isChart(text: string): boolean {
  return wanted.test(text)
}

/**
 * A Python program that draws `bar X Y` or `line X Y` of a result as image.png; undefined when the chart is
 * not one of these. The values travel as JSON text, never as code.
 */
export function chartProgram(chart: string, result: QueryResult): string | undefined {
  const [, kind, x, y] = wanted.exec(chart) ?? []
  if (kind === undefined || x === undefined || y === undefined) return undefined
  if (!result.columns.includes(x) || !result.columns.includes(y)) return undefined
  const values = {
    x: result.rows.map((row) => String(row[x] ?? '')),
    y: result.rows.map((row) => numberOf(row[y])),
  }
  return program(JSON.stringify(JSON.stringify({ kind, values, x, y, total: result.total })))
}

/** Null for what is missing and for what is no number: it is left out, as a zero would be a figure of its own. */
function numberOf(value: unknown): number | null {
  if (value === null || value === undefined || value === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/**
 * Days and months stand in their order and at their distance, however the query is sorted, and so do the numbers below a
 * line; what has no place among them is left out. All else stands as it came.
 */
const program = (data: string) => `import json, math, os, re
from datetime import datetime
import matplotlib
matplotlib.use('Agg')
matplotlib.rcParams['text.parse_math'] = False
from matplotlib import dates, pyplot
said = json.loads(${data})
names = said['values']['x']
values = [float('nan') if value is None else value for value in said['values']['y']]
def read(how):
    try: return [how(name) if name else math.nan for name in names] if any(names) else None
    except ValueError: return None
def day(name):
    if re.fullmatch('[0-9]{4}-[0-9]{2}', name): name += '-01'
    return dates.date2num(datetime.fromisoformat(name))
def short(name):
    return name if len(name) <= 24 else name[:23] + '…'
figure, axes = pyplot.subplots(figsize=(8, 4.5), dpi=120)
days = read(day)
places = days or (read(float) if said['kind'] == 'line' else None)
if places is None:
    places = range(len(names))
    shown = places[::-(-len(names) // 12) or 1]
    axes.set_xticks(shown, [short(names[place]) for place in shown])
elif days:
    locator = dates.AutoDateLocator()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
points = [point for point in zip(places, values) if math.isfinite(point[0])]
points.sort(key=lambda point: point[0])
places, values = [place for place, _ in points], [value for _, value in points]
if names and all(value != value for value in values):
    raise ValueError(said['y'] + ' holds no number')
if said['kind'] == 'bar':
    gaps = [b - a for a, b in zip(places, places[1:]) if b > a]
    width = max(0.8 * min(gaps, default=1), sum(gaps) / 800)
    axes.bar(places, values, width=width, color='#2f6fde')
else:
    axes.plot(places, values, color='#2f6fde', marker='o', markersize=6 if len(values) <= 40 else 2)
axes.set_xlabel(said['x'])
axes.set_ylabel(said['y'])
if said['total'] > len(names):
    axes.set_title(f"The first {len(names)} of {said['total']} rows", fontsize='medium')
axes.spines[['top', 'right']].set_visible(False)
if not days:
    figure.autofmt_xdate()
figure.tight_layout()
figure.savefig(os.path.join(os.environ['SCRATCH'], 'image.png'))
`
