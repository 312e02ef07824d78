import { basename } from 'node:path'
import type { Installed } from './installed.ts'
import { readReleaseIfThere, type Release } from './release.ts'
import type { ServerLayout } from './server-layout.ts'
import { unitOfFile } from './units-of.ts'

/** What the units are compared with that run now. */
export interface Running {
  /** The release that was installed last, or which a change that failed has left running in part. */
  readonly release: Release | undefined
  /** Whether the operator's files are still those that the units were started with. */
  readonly sameSettings: boolean
}

/** What runs by the record of the last installation. */
export async function runningNow(
  layout: ServerLayout,
  before: Installed | undefined,
  settings: string,
): Promise<Running> {
  return {
    release: before && (await readReleaseIfThere(layout, before.version)),
    sameSettings: before === undefined || before.settings === settings,
  }
}

/**
 * The units, and other files, that must be started or read anew: those that differ from what they were started with, which an
 * installation that broke off has already written, and all when the version is not to be seen in their files; not
 * those `kept`, which go on.
 */
export function changedUnits(
  { files, units, version }: Release,
  written: readonly string[],
  running: Running,
  versionInUnits: boolean,
  kept: ReadonlySet<string>,
): ReadonlySet<string> {
  const { release: old, sameSettings } = running
  const known = new Map(old?.files.map(({ name, content }) => [name, content]))
  const differ = files.filter(({ name, content }) => known.get(name) !== content)
  const all = !sameSettings || (old && old.version !== version && !versionInUnits)
  return new Set([
    ...[...written.map((path) => basename(path)), ...differ.map(({ name }) => name)]
      .filter((name) => !kept.has(name))
      .map(unitOfFile),
    ...(all ? [...units.setup, ...units.daemons] : []),
  ])
}
