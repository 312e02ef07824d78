import { startDistribution } from './peers/distribution.ts'
import { startAnalyst } from './peers/analyst.ts'
import { mkdtempSync, rmSync } from 'node:fs'
const files = Number(process.argv[2] ?? 500)
const s = await startDistribution()
await s.publish({ 'sales/orders': { columns: { a: 'UBIGINT', b: 'UBIGINT' }, files: Array.from({ length: files }, (_, f) => `SELECT hash(i + ${f} * 1000003) AS a, hash(i * 7 + ${f} * 999983) AS b FROM range(62000) t(i)`) } })
for (let k = 0; k < 3; k++) {
  const dir = mkdtempSync('/tmp/an/prof-')
  const c0 = process.cpuUsage(), t = performance.now()
  const r = await startAnalyst(['sync', '--server', s.url, '--dir', dir], { token: 'all', env: { NODE_OPTIONS: process.argv[3] ?? '' } }).done
  const c = process.cpuUsage(c0)
  console.log(Math.round(performance.now() - t), 'ms; server cpu', (c.user + c.system) / 1e3, r.stdout.trim(), r.stderr.slice(0,300))
  rmSync(dir, { recursive: true })
}
await s.close()
