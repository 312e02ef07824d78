import { startDistribution } from './peers/distribution.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
const files = Number(process.argv[2] ?? 500)
const s = await startDistribution()
await s.publish({ 'sales/orders': { columns: { a: 'UBIGINT', b: 'UBIGINT' }, files: Array.from({ length: files }, (_, f) => `SELECT hash(i + ${f} * 1000003) AS a, hash(i * 7 + ${f} * 999983) AS b FROM range(62000) t(i)`) } })
const dirs = []
for (let k = 0; k < 3; k++) {
  const dir = mkdtempSync('/tmp/an/prof-'); dirs.push(dir)
  execFileSync('sync')
  const c0 = process.cpuUsage(), t = performance.now()
  const child = spawn('/usr/bin/time', ['-f', 'client user %U sys %S wall %e rss %M', process.execPath, ...(process.argv[3] ?? '').split(' ').filter(Boolean), 'scripts/analyst.ts', 'sync', '--server', s.url, '--dir', dir], { env: { ...process.env, ANALYST_TOKEN: 'all' }, stdio: ['ignore', 'inherit', 'inherit'] })
  await once(child, 'close')
  const c = process.cpuUsage(c0)
  console.log(Math.round(performance.now() - t), 'ms; server user', c.user / 1e3, 'sys', c.system / 1e3)
}
for (const d of dirs) rmSync(d, { recursive: true })
await s.close()
