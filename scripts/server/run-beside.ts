import { rm } from 'node:fs/promises'
import { publishFile } from '#core/files/publish-file.ts'
import { AppError } from '#core/errors.ts'
import type { InstallInput } from './plan-install.ts'

/** New versions that run beside the old ones; disposing of it stops and removes them. */
export interface Beside extends AsyncDisposable {
  /** Starts each and resolves when all are well; throws with the words of the first that is not. */
  start(): Promise<void>
}

/** The units of a release that people reach, each under a name and at an address of its own. */
export function runBeside(
  { release, target, layout, commands }: InstallInput,
  note: (line: string) => void,
): Beside {
  const units = release.units.beside.map((unit) => {
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
  return { start, [Symbol.asyncDispose]: remove }

  async function start(): Promise<void> {
    for (const { path, content } of units) await publishFile(path, content)
    await commands.systemctl('daemon-reload')
    for (const { unit } of units) {
      note(`starting ${unit} beside the old version`)
      try {
        await commands.systemctl('start', unit)
      } catch (cause) {
        throw new AppError(503, 'new_version_unwell', await lastWords(unit), { cause })
      }
    }
  }

  async function lastWords(unit: string): Promise<string> {
    const scope = layout.rootless ? ['--user'] : []
    const journal = ['--unit', unit, '--lines', '10', '--no-pager', '--output', 'cat']
    const { out } = await commands.ask('journalctl', [...scope, ...journal])
    return `${unit} did not become well:\n${out.trim()}`
  }

  async function remove(): Promise<void> {
    for (const { unit } of units) {
      const { code, err } = await commands.ask('systemctl', [
        ...(layout.rootless ? ['--user'] : []),
        'stop',
        unit,
      ])
      // 5: it was never loaded (systemctl(1)); then there is nothing to stop.
      if (code !== 0 && code !== 5) note(`${unit} could not be stopped: ${err.trim()}`)
    }
    for (const { path } of units) await rm(path, { force: true })
    await commands.systemctl('daemon-reload')
  }
}
