import { startDistribution } from './peers/distribution.ts'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
const files = 700
const s = await startDistribution()
await s.publish({ 'sales/orders': { columns: { a: 'UBIGINT', b: 'UBIGINT' }, files: Array.from({ length: files }, (_, f) => `SELECT hash(i + ${f} * 1000003) AS a, hash(i * 7 + ${f} * 999983) AS b FROM range(62000) t(i)`) } })
const list: string[] = []
for await (const { sha256 } of s.objects.list()) list.push(sha256)
writeFileSync('/tmp/an/list.json', JSON.stringify(list))
writeFileSync('/tmp/an/mini.mjs', `
import http from 'node:http'; import fs from 'node:fs'; import { createHash } from 'node:crypto'
const [url, mode, dir] = process.argv.slice(2); const list = JSON.parse(fs.readFileSync('/tmp/an/list.json'))
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 }); let i = 0
const work = async () => { while (i < list.length) { const sha = list[i++]; await new Promise((ok, no) => http.get(new URL('sync/v1/o/' + sha, url), { agent, headers: { authorization: 'Bearer all' } }, (res) => { const h = createHash('sha256'); const b = []; res.on('data', (c) => { if (mode !== 'null') h.update(c); if (mode.startsWith('write')) b.push(c) }); res.on('end', () => { if (mode !== 'null') h.digest('hex'); if (mode === 'writesync') { const fd = fs.openSync(dir + '/' + sha, 'wx', 0o444); fs.writevSync(fd, b); fs.closeSync(fd); ok() } else if (mode === 'write') fs.open(dir + '/' + sha, 'wx', 0o444, (e, fd) => fs.writev(fd, b, () => { fs.close(fd, ok) })); else ok() }) }).on('error', no)) } }
await Promise.all(Array.from({ length: 8 }, work)); agent.destroy()
`)
for (const mode of ['null', 'hash', 'writesync', 'write', 'null', 'hash', 'writesync', 'write']) {
  mkdirSync('/tmp/an/mini', { recursive: true }); execFileSync('sync')
  const child = spawn('/usr/bin/time', ['-f', mode + ' user %U sys %S wall %e rss %M', process.execPath, '/tmp/an/mini.mjs', s.url, mode, '/tmp/an/mini'], { stdio: 'inherit' })
  await once(child, 'close'); rmSync('/tmp/an/mini', { recursive: true })
}
await s.close()
