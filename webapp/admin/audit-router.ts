import type { Context } from 'koa'
import { Router } from '#core/http/router.ts'
import { listAudit } from '#core/identity/audit.ts'
import type { Portal } from '../portal.ts'
import { administration } from './administrator.ts'
import { auditCsv } from './audit-csv.ts'
import { auditPage } from './audit-page.ts'
import { auditSearch, readAuditQuery } from './audit-query.ts'

const PAGE = 100
const EXPORTED = 50_000

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
    const records = await listAudit(deps.db, auditSearch(query, EXPORTED))
    await record(ctx, 'audit.export', 'audit', { entries: records.length })
    ctx.type = 'text/csv; charset=utf-8'
    ctx.set('cache-control', 'no-store')
    ctx.attachment('audit.csv')
    ctx.body = auditCsv(records)
  }

  return new Router().get('/admin/audit', showLog).get('/admin/audit.csv', exportLog)
}
