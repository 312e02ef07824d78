import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Router } from '#core/http/router.ts'
import { scriptPath } from './pages.ts'

/** The script of the passkey pages, from the portal's own origin as its policy asks. */
export function scriptRoute(router: Router): Router {
  const body = readFileSync(join(import.meta.dirname, 'passkey.js'))
  return router.get(scriptPath, (ctx) => {
    ctx.type = 'text/javascript'
    ctx.set('cache-control', 'no-cache')
    ctx.body = body
  })
}
