import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { NotFound } from '#core/errors.ts'
import { Router } from '#core/http/router.ts'
import type { AssetUrls } from './pages/frame.ts'

/** One file that browsers fetch; its address carries its hash, so it may be kept for ever. */
interface Asset {
  readonly name: string
  readonly type: string
  readonly body: Buffer
}

/** The portal's own files and their addresses. */
export interface Assets {
  readonly urls: AssetUrls
  readonly router: Router
}

const sheets = [
  'base.css',
  'layout.css',
  'components.css',
  'content.css',
  'charts.css',
  'forms.css',
]

/** Reads the portal's files once; styles are joined to one file, in the order of `sheets`. */
export async function loadAssets(): Promise<Assets> {
  const folder = join(import.meta.dirname, 'assets')
  const read = (name: string) => readFile(join(folder, name))
  const styles = {
    name: 'portal.css',
    type: 'text/css',
    body: Buffer.concat(await Promise.all(sheets.map(read))),
  }
  const script = { name: 'portal.js', type: 'text/javascript', body: await read('portal.js') }
  const htmx = { name: 'htmx.js', type: 'text/javascript', body: await readFile(htmxFile()) }
  const icon = { name: 'icon.svg', type: 'image/svg+xml', body: await read('icon.svg') }
  return {
    urls: { styles: [urlOf(styles)], scripts: [urlOf(htmx), urlOf(script)], icon: urlOf(icon) },
    router: assetRouter([styles, script, htmx, icon]),
  }
}

function htmxFile(): string {
  const packageFile = createRequire(import.meta.url).resolve('htmx.org/package.json')
  return join(packageFile, '../dist/htmx.min.js')
}

function urlOf({ name, body }: Asset): string {
  return `/assets/${createHash('sha256').update(body).digest('hex').slice(0, 16)}/${name}`
}

function assetRouter(assets: readonly Asset[]): Router {
  const byUrl = new Map(assets.map((asset) => [urlOf(asset), asset]))
  return new Router().get('/assets/:hash/:name', (ctx) => {
    const asset = byUrl.get(ctx.path)
    if (!asset) throw new NotFound('no_such_file', 'There is no such file.')
    ctx.set('cache-control', 'public, max-age=31536000, immutable')
    ctx.type = asset.type
    ctx.body = asset.body
  })
}
