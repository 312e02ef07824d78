import { existsSync } from 'node:fs'
import { cp, readFile, rename, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { makeFolder } from '#core/files/make-folder.ts'
import { staysHere } from '../command-line/stays-here.ts'
import type { ServerCommands } from './server-commands.ts'

/** What of a checkout no server needs, beside tests and the packages of development. */
const LEFT_OUT = new Set([
  'docs',
  'node_modules/.bin',
  'node_modules/.cache',
  // What its binary was made from.
  'node_modules/node/node_modules',
])

/** What a server needs of the packages of development: its Node, and the tables of the example. */
const KEPT = new Set(['node_modules/node', 'node_modules/vega-datasets'])

const lock = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().default(false) })),
})

/**
 * Copies of a checkout what a server runs: no history, no tests, no packages of development; the analysts'
 * command line as one file. The folder appears when it is whole, and every service may read it.
 */
export async function copyRelease(
  root: string,
  release: string,
  { must }: Pick<ServerCommands, 'must'>,
): Promise<void> {
  const { packages } = lock.parse(
    JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')),
  )
  const needed = (path: string) =>
    !staysHere(path) &&
    !LEFT_OUT.has(path) &&
    !/\.test\.ts$/.test(path) &&
    (KEPT.has(path) || packages[path]?.dev !== true)
  const unfinished = `${release}.in-progress`
  await rm(unfinished, { recursive: true, force: true })
  await makeFolder(unfinished)
  try {
    await cp(root, unfinished, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (from) => needed(relative(root, from)),
    })
    const program = join(unfinished, 'webapp/analyst.mjs')
    // A release itself has it already, and nothing to make it with.
    if (!existsSync(program)) {
      await must(process.execPath, [join(root, 'scripts/bundle-analyst.ts'), program])
    }
    await must('chmod', ['-R', 'u=rwX,go=rX', unfinished])
    await rename(unfinished, release)
  } catch (error) {
    // A disk that became full must not stay so.
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
}
