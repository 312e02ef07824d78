import { Readable } from 'node:stream'
import type { Context } from 'koa'
import { Router } from '#core/http/router.ts'
import { listAudit, type AuditRecord } from '#core/identity/audit.ts'
import type { Portal } from '../portal.ts'
import { administration } from './administrator.ts'
import { auditCsv, auditCsvHeader } from './audit-csv.ts'
import { auditPage } from './audit-page.ts'
import { auditQueryText, auditSearch, readAuditQuery, type AuditQuery } from './audit-query.ts'

const PAGE = 100
/** How many entries of an export are in memory at once. */
const AT_ONCE = 5000

/** /admin/audit and its export; both are for administrators, and the export is written down as well. */
export function auditRouter(portal: Portal, retentionDays: number): Router {
  const { deps, show } = portal
  const { viewer, record } = administration(portal)

  async function showLog(ctx: Context): Promise<void> {
    viewer(ctx)
    const query = readAuditQuery(new URLSearchParams(ctx.querystring))
    const found = await listAudit(deps.db, auditSearch(query, PAGE + 1))
    const records = found.slice(0, PAGE)
    show(ctx, auditPage({ records, query, more: found.length > PAGE, retentionDays }))
  }

  async function exportLog(ctx: Context): Promise<void> {
    viewer(ctx)
    const query = readAuditQuery(new URLSearchParams(ctx.querystring))
    // What cannot be asked is refused before the download begins.
    const first = await listAudit(deps.db, auditSearch(query, AT_ONCE))
    await record(ctx, 'audit.export', 'audit', { query: auditQueryText(query) })
    ctx.type = 'text/csv; charset=utf-8'
    ctx.set('cache-control', 'no-store')
    ctx.attachment('audit.csv')
    ctx.body = Readable.from(exported(query, first))
  }

  /** All that is asked for, however much it is; an error on the way cuts the download, which a browser tells. */
  async function* exported(
    query: AuditQuery,
    first: readonly AuditRecord[],
  ): AsyncGenerator<string> {
    yield auditCsvHeader
    let records = first
    for (;;) {
      yield auditCsv(records)
      if (records.length < AT_ONCE) return
      const before = records.at(-1)?.id
      records = await listAudit(deps.db, auditSearch({ ...query, before }, AT_ONCE))
    }
  }

  return new Router().get('/admin/audit', showLog).get('/admin/audit.csv', exportLog)
}
