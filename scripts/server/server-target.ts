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
  /** Where a generated file goes, by its name. */
  place(name: string, layout: ServerLayout): string
  /** Before anything changes: images, or the checkout of this version. Throws when something cannot be had. */
  prepare(input: TargetInput): Promise<readonly Step[]>
  /** The unit of the new version that runs beside the old one, from the unit that will take its place. */
  beside(content: string, version: string): string
  /** After the units are written and before any starts: which version is current, users and folders. */
  settle(input: TargetInput): Promise<readonly Step[]>
  /** After the secrets are there and before what needs the database. */
  afterSetup(input: TargetInput): Promise<readonly Step[]>
  /** Whether systemd must be told to start the units at boot: a generator's are told by their files. */
  readonly enables: boolean
}
