import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerCommands } from '../../scripts/server/server-commands.ts'

/** A systemd that keeps which units are active, and refuses to start what cannot run. */
export interface FakeSystemd {
  readonly commands: ServerCommands
  /** The image that each active unit was started with. */
  readonly running: Map<string, string>
  /** Every change that was asked for, in order: `start webapp.service`, `podman image rm NAME`. */
  readonly asked: string[]
}

/**
 * Quadlets in a folder, without a podman: a unit starts when its image is not `broken`, and whether each of
 * `needed` answers is looked at after every change.
 */
export function fakeSystemd(
  folder: string,
  broken: (image: string, unit: string) => boolean,
  afterEach: (running: ReadonlyMap<string, string>) => void = () => undefined,
): FakeSystemd {
  const running = new Map<string, string>()
  const asked: string[] = []
  const ended = (code: number, out = '') => Promise.resolve({ code, out, err: '' })

  const fileOf = (unit: string) => join(folder, unit.replace(/\.service$/, '.container'))

  function start(unit: string): number {
    const file = fileOf(unit)
    if (unit.endsWith('.timer')) return 0
    if (!existsSync(file)) return 5
    const image = /^Image=(.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? ''
    running.delete(unit)
    afterEach(running)
    if (broken(image, unit)) return 1
    running.set(unit, image)
    return 0
  }

  function systemctl(args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
    const [verb = '', ...rest] = args.filter((arg) => !arg.startsWith('-'))
    const [unit = ''] = rest
    if (verb === 'is-active') return ended(running.has(unit) ? 0 : 3)
    if (verb === 'is-enabled') return ended(asked.includes(`enable ${unit}`) ? 0 : 1)
    // Of several, each is done, and the first that fails is how it ended.
    if (rest.length > 1) return eachOf(args, rest)
    const known = unit.endsWith('.timer') || running.has(unit) || existsSync(fileOf(unit))
    if (verb === 'stop' && !known) return ended(5)
    if (verb === 'disable' && !known) return ended(1)
    asked.push([verb, ...rest].join(' '))
    // As systemd does: what runs is not started again, whatever its file says by now.
    if (verb === 'start' && running.has(unit)) return ended(0)
    if (verb === 'start' || verb === 'restart') return ended(start(unit))
    if (verb === 'stop') running.delete(unit)
    afterEach(running)
    return ended(0)
  }

  async function eachOf(args: readonly string[], units: readonly string[]) {
    const codes: number[] = []
    for (const unit of units) {
      const one = args.filter((arg) => arg === unit || !units.includes(arg))
      codes.push((await systemctl(one)).code)
    }
    return ended(codes.find((code) => code !== 0) ?? 0)
  }

  /** Images differ in their last layer, where the edge's has its routes, and by `new-program` in what runs. */
  function podman(args: readonly string[]) {
    const [kind, verb, ...rest] = args
    if (verb === 'rm') asked.push(['podman', ...args].join(' '))
    if (verb !== 'inspect') return ended(0)
    const name = rest.at(-1) ?? ''
    if (kind === 'container') return ended(0, running.get(`${name}.service`) ?? '')
    return ended(0, JSON.stringify([name.includes('new-program') ? 'new' : 'old', name]))
  }

  const ask: ServerCommands['ask'] = (program, args) => {
    if (program === 'systemctl') return systemctl(args)
    return program === 'podman' ? podman(args) : ended(program === 'diff' ? 1 : 0, 'said')
  }
  const must: ServerCommands['must'] = async (program, args) => {
    const { code, out } = await ask(program, args)
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`)
    return out
  }
  return {
    commands: { scope: [], ask, must, systemctl: (...args) => must('systemctl', args) },
    running,
    asked,
  }
}
