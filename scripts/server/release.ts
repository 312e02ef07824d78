import { basename, join } from 'node:path'
import { z } from 'zod'
import { NotFound } from '#core/errors.ts'
import type { StackModel } from '../../deploy/stack-model.ts'
import type { Target } from '../../deploy/target.ts'
import { readRecord } from '../command-line/read-record.ts'
import type { ServerLayout } from './server-layout.ts'
import { unitOfFile, unitsOf } from './units-of.ts'

const names = z.array(z.string())

const release = z.strictObject({
  version: z.string().regex(/^[\w.+-]+$/),
  files: z.array(z.strictObject({ name: z.string().regex(/^[\w.-]+$/), content: z.string() })),
  units: z.strictObject({ setup: names, daemons: names, timers: names, beside: names }),
})

/** One version as a server runs it: its generated files, and its units in the order of their start. */
export type Release = z.output<typeof release>

/** What a checkout and its instance.yaml make; a target that cannot carry something throws a ConfigError. */
export function releaseOf(model: StackModel, target: Target, rootless: boolean): Release {
  const files = target
    .generate(model, { rootless })
    .map(({ path, content }) => ({ name: basename(path), content }))
  const there = new Set(files.map(({ name }) => unitOfFile(name)))
  return { version: model.version, files, units: unitsOf(model, (unit) => there.has(unit)) }
}

/** Where versions are kept, so that a rollback needs no checkout. */
export function releasesFolder({ state }: ServerLayout): string {
  return join(state, 'releases')
}

/** Where one of them is kept. */
export function releaseFile(layout: ServerLayout, version: string): string {
  return join(releasesFolder(layout), `${version}.json`)
}

/** A version that was installed here before; a NotFound for another. */
export async function readRelease(layout: ServerLayout, version: string): Promise<Release> {
  const found = await readReleaseIfThere(layout, version)
  if (found) return found
  throw new NotFound('no_such_release', `Version ${version} was never installed here.`)
}

/** A version that may have been installed here; a ConfigError for a file that is none. */
export async function readReleaseIfThere(
  layout: ServerLayout,
  version: string,
): Promise<Release | undefined> {
  const hint = 'without the file that version cannot be returned to'
  return readRecord(releaseFile(layout, version), release, hint)
}
