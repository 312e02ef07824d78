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
    y: result.rows.map((row) => Number(row[y] ?? 0)),
  }
  const data = JSON.stringify(JSON.stringify({ kind, values, x, y }))
  return `import json, os
import matplotlib
matplotlib.use('Agg')
from matplotlib import pyplot
said = json.loads(${data})
figure, axes = pyplot.subplots(figsize=(8, 4.5), dpi=120)
draw = axes.bar if said['kind'] == 'bar' else axes.plot
draw(said['values']['x'], said['values']['y'], color='#2f6fde')
axes.set_xlabel(said['x'])
axes.set_ylabel(said['y'])
axes.spines[['top', 'right']].set_visible(False)
figure.autofmt_xdate()
figure.tight_layout()
figure.savefig(os.path.join(os.environ['SCRATCH'], 'image.png'))
`
}
