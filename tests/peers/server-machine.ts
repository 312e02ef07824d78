import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Ended } from './run-program.ts'

/** Where QEMU comes from. */
export const QEMU_IMAGE = 'qemu:10'
const PARTS = ['vmlinuz', 'initrd.img', 'root.tar']

/** A Debian 13 server of a test's own. */
export interface ServerMachine extends AsyncDisposable {
  /** Runs a script of bash, as root or as another user of the server. */
  sh(script: string, user?: string): Promise<Ended>
  /** Runs one that must end well, and resolves with what it printed. */
  must(script: string, user?: string): Promise<string>
  /** Restarts it and resolves when it can be reached again. */
  reboot(): Promise<void>
}

/** Whether the server is to be namespaces of this kernel instead of an emulated machine. */
export const inNamespaces = process.env['SERVER_MACHINE'] === 'namespaces'

/** Why there can be none here, in words for a person; false when there can. */
export function whyNoServerMachine(): string | false {
  const folder = process.env['SERVER_PARTS']
  if (folder === undefined)
    return 'SERVER_PARTS names no folder with a server (tests/server/README.md)'
  const missing = PARTS.filter((name) => !existsSync(join(folder, name)))
  if (missing.length > 0) return `${folder} has no ${missing.join(', ')}`
  if (process.getuid?.() !== 0) return 'only root can make a server'
  if (inNamespaces) return false
  if (spawnSync('docker', ['image', 'inspect', QEMU_IMAGE]).status !== 0) {
    return `the container image ${QEMU_IMAGE} is not here`
  }
  const tools = ['mke2fs', 'ssh'].filter((tool) => spawnSync(tool, ['-V']).error)
  return tools.length > 0 && `not installed: ${tools.join(', ')}`
}

/**
 * The commands of a server, from what brings a program to it: `enter` answers with a program and its first
 * arguments, behind which the program on the server stands in `words`, or with why there is none.
 */
export function serverShell(
  enter: (words: readonly string[]) => Promise<readonly string[] | string>,
): Pick<ServerMachine, 'sh' | 'must'> {
  async function sh(script: string, user = 'root'): Promise<Ended> {
    const shell = user === 'root' ? ['bash', '-s'] : ['runuser', '-l', user, '-c', 'bash -s']
    const words = await enter(shell)
    if (typeof words === 'string') return { code: 255, out: '', err: words }
    const [program = '', ...args] = words
    // A user whom nobody signed in has a systemd all the same, and this is how it is found.
    const found = user === 'root' ? '' : 'export XDG_RUNTIME_DIR=/run/user/$(id -u); cd\n'
    return new Promise((resolve) => {
      const child = execFile(program, args, { maxBuffer: 2 ** 26 }, (error, out, err) =>
        resolve({ code: error ? Number(error.code ?? 255) : 0, out, err }),
      )
      // A program that ended before it read the script, as ssh while its server restarts, says so by its code.
      child.stdin?.on('error', () => undefined).end(found + script)
    })
  }

  async function must(script: string, user?: string): Promise<string> {
    const { code, out, err } = await sh(script, user)
    if (code === 0) return out
    throw new Error(`${script}\nended with ${code}:\n${out}${err}`)
  }

  return { sh, must }
}
