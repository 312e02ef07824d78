import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFiles } from '../source-files.ts'

const root = join(import.meta.dirname, '../..')

/** What a checkout needs to install a server and of what runs there: no compiler, no browser, no test. */
const DEVELOPMENT = ['node', 'vega-datasets', 'esbuild', '@esbuild'].map(
  (name) => `node_modules/${name}`,
)

/** This checkout with the packages that an installation needs, ready to be put on a server. */
export async function serverCheckout(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'server-checkout-'))
  for (const file of projectFiles(root)) await cp(join(root, file), join(path, file))
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>
  }
  const unneeded = new Set(
    Object.keys(packages).filter(
      (name) =>
        packages[name]?.dev === true &&
        !DEVELOPMENT.some((one) => name === one || name.startsWith(`${one}/`)),
    ),
  )
  unneeded.add('node_modules/node/node_modules')
  await cp(join(root, 'node_modules'), join(path, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (from) => !unneeded.has(from.slice(root.length + 1)),
  })
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}
