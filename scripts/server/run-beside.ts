import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { messageOf } from '#core/errors.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { readInstalled } from './installed.ts'
import type { InstallInput } from './plan-install.ts'
import { startUnit } from './start-unit.ts'
import { stopUnit } from './stop-unit.ts'

/** New versions that run beside the old ones; disposing of it stops and removes them. */
export interface Beside extends AsyncDisposable {
  /** Starts each and resolves when all are well; throws with the words of the first that is not. */
  start(): Promise<void>
}

/**
 * The units of a release that people reach, each under a name and at an address of its own, after its setup:
 * what a version needs newly, a secret or a volume, is there before it starts.
 */
export function runBeside(
  { release, target, layout, commands }: InstallInput,
  note: (line: string) => void,
): Beside {
  const units = [...release.units.setup, ...release.units.beside].map((unit) => {
    const name = unit.replace(/\.service$/, '')
    const file = release.files.find(
      (one) => one.name.replace(/\.(container|service)$/, '') === name,
    )
    if (!file) throw new Error(`the release has no file of ${unit}`)
    const ending = file.name.slice(name.length)
    return {
      unit: `${name}-next.service`,
      path: target.place(`${name}-next${ending}`, layout),
      // It is tried once: what does not start must not keep trying.
      content: target
        .beside(file.content, release.version)
        .replace(/^Restart=always$/m, 'Restart=no'),
    }
  })
  const written: string[] = []
  return { start, [Symbol.asyncDispose]: remove }

  async function start(): Promise<void> {
    // One that a killed upgrade left may be running: to start it would be nothing, whatever it is.
    for (const { unit } of units) await stopUnit(commands, unit)
    for (const { path, content } of units) await write(path, content)
    for (const { name, content } of release.files) {
      const path = target.place(name, layout)
      if (/\.(volume|network)$/.test(name) && !existsSync(path)) await write(path, content)
    }
    await commands.systemctl('daemon-reload')
    for (const { unit } of units) {
      note(`starting ${unit} beside the old version`)
      await startUnit(commands, unit)
    }
  }

  async function write(path: string, content: string): Promise<void> {
    written.push(path)
    await publishFile(path, content)
  }

  async function remove(): Promise<void> {
    for (const { unit } of units) {
      await stopUnit(commands, unit).catch((error: unknown) => note(messageOf(error)))
    }
    // A unit that failed would be listed for ever, although it is no more. For one that did not, this is no error.
    const names = units.map(({ unit }) => unit)
    await commands.ask('systemctl', [...commands.scope, 'reset-failed', ...names])
    // What took its place in the meantime, a new volume, stays.
    const kept = new Set((await readInstalled(layout))?.files)
    for (const path of written) if (!kept.has(path)) await rm(path, { force: true })
    await commands.systemctl('daemon-reload')
  }
}
