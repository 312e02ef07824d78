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
  return program(JSON.stringify(JSON.stringify({ kind, values, x, y })))
}

/** Null for what is missing and for what is no number: it is left out, as a zero would be a figure of its own. */
function numberOf(value: unknown): number | null {
  if (value === null || value === undefined || value === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/**
 * Days stand in their order and at their distance, however the query is sorted, and so do the numbers below a line;
 * all else stands as it came.
 */
const program = (data: string) => `import json, os
from datetime import datetime
import matplotlib
matplotlib.use('Agg')
matplotlib.rcParams['text.parse_math'] = False
from matplotlib import dates, pyplot
said = json.loads(${data})
names = said['values']['x']
values = [float('nan') if value is None else value for value in said['values']['y']]
if names and all(value != value for value in values):
    raise ValueError(said['y'] + ' holds no number')
def read(how):
    try: return [how(name) for name in names]
    except ValueError: return None
def short(name):
    return name if len(name) <= 24 else name[:23] + '…'
figure, axes = pyplot.subplots(figsize=(8, 4.5), dpi=120)
days = read(datetime.fromisoformat)
places = dates.date2num(days) if days else read(float) if said['kind'] == 'line' else None
if places is None:
    places = range(len(names))
    shown = places[::-(-len(names) // 12) or 1]
    axes.set_xticks(shown, [short(names[place]) for place in shown])
elif days:
    locator = dates.AutoDateLocator()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
points = sorted(zip(places, values), key=lambda point: point[0])
places, values = [place for place, _ in points], [value for _, value in points]
if said['kind'] == 'bar':
    gaps = [b - a for a, b in zip(places, places[1:]) if b > a]
    axes.bar(places, values, width=0.8 * min(gaps, default=1), color='#2f6fde')
else:
    axes.plot(places, values, color='#2f6fde', marker='o' if len(values) <= 40 else '')
axes.set_xlabel(said['x'])
axes.set_ylabel(said['y'])
axes.spines[['top', 'right']].set_visible(False)
if not days:
    figure.autofmt_xdate()
figure.tight_layout()
figure.savefig(os.path.join(os.environ['SCRATCH'], 'image.png'))
`
