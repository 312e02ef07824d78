import type { Release } from './release.ts'
import type { ServerCommands } from './server-commands.ts'
import type { ServerLayout } from './server-layout.ts'
import type { Step } from './step.ts'

/** What the steps of a target are made from. */
export interface TargetInput {
  /** The checkout that the version comes from. */
  readonly root: string
  readonly release: Release
  readonly layout: ServerLayout
  readonly commands: ServerCommands
  /** An archive of images (docker-archive, as `docker save` writes it). */
  readonly images?: string
}

/** What a server needs beside the generated files, for one way to run. */
export interface ServerTarget {
  /** Where its processes find the project's files. */
  readonly checkout: string
  /** Where a generated file goes, by its name. */
  place(name: string, layout: ServerLayout): string
  /**
   * Before anything that runs is touched: images or the checkout of this version, users and folders; it only
   * adds. Throws when something cannot be had.
   */
  prepare(input: TargetInput): Promise<readonly Step[]>
  /** The unit of the new version that runs beside the old one, from the unit that will take its place. */
  beside(content: string, version: string): string
  /** After the units are written and before any starts: which version is current. */
  settle(input: TargetInput): Promise<readonly Step[]>
  /** After the secrets are there and before what needs the database. */
  afterSetup(input: TargetInput): Promise<readonly Step[]>
  /** Files that differ from those before, whose units go on all the same. */
  keeps(input: TargetInput, before: Release | undefined): Promise<ReadonlySet<string>>
  /** When all runs: the door from outside, where it is not a unit of ours; `changed` names files and units. */
  edge(input: TargetInput, changed: ReadonlySet<string>): Promise<readonly Step[]>
  /** Takes away the images or checkouts that only versions need which are `gone`, and none that is `kept`. */
  discard(
    input: TargetInput,
    gone: readonly Release[],
    kept: readonly Release[],
  ): Promise<readonly Step[]>
  /** Whether another version is to be seen in its units: where not, all of them are started anew. */
  readonly versionInUnits: boolean
  /** Whether systemd must be told to start the units at boot: a generator's are told by their files. */
  readonly enables: boolean
}
