import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Unavailable } from '#core/errors.ts'
import { Router } from '#core/http/router.ts'
import { analystBundle } from '#core/sync/analyst-bundle.ts'

interface Program {
  readonly body: Buffer
  readonly etag: string
}

/**
 * GET /analyst.mjs: the analysts' command line as one file. An image carries it ready-made beside this
 * module; a checkout bundles it at the first request and keeps it while the process lives.
 */
export function analystProgramRouter(root: string): Router {
  let program: Promise<Program> | undefined
  const current = (): Promise<Program> => {
    program ??= loadProgram(root).catch((error: unknown) => {
      program = undefined
      throw error
    })
    return program
  }
  return new Router().get('/analyst.mjs', async (ctx) => {
    const { body, etag } = await current()
    ctx.type = 'text/javascript'
    ctx.set('cache-control', 'no-cache')
    ctx.set('content-disposition', 'attachment; filename="analyst.mjs"')
    ctx.etag = etag
    ctx.status = 200
    if (ctx.fresh) ctx.status = 304
    else ctx.body = body
  })
}

async function loadProgram(root: string): Promise<Program> {
  const body = await programText(root)
  return { body, etag: createHash('sha256').update(body).digest('hex').slice(0, 32) }
}

async function programText(root: string): Promise<Buffer> {
  const readyMade = join(root, 'webapp/analyst.mjs')
  if (existsSync(readyMade)) return readFile(readyMade)
  try {
    const { build } = await import('esbuild')
    const { outputFiles } = await build(await analystBundle(root))
    const [output] = outputFiles
    if (output) return Buffer.from(output.contents)
    throw new Error('the bundler wrote nothing')
  } catch (cause) {
    throw new Unavailable(
      'analyst_program_missing',
      'The analysts’ command line cannot be made here.',
      {
        remedy:
          'Build it with the image, as webapp/analyst.mjs, or install the development packages.',
        cause,
      },
    )
  }
}
