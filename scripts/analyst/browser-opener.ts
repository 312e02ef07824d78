import { spawn } from 'node:child_process'

/** Shows an address in the person's browser; rejects when no program can be started for it. */
export type OpenBrowser = (address: string) => Promise<void>

/** What has to be known of a machine to find its browser. */
export interface BrowserSurroundings {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * The command that opens an address here; undefined where no browser of the person can be: on a machine
 * that they reached by SSH, or without a screen. BROWSER names another one.
 */
export function browserCommand({
  platform,
  env,
}: BrowserSurroundings): readonly string[] | undefined {
  if (env['BROWSER']) return [env['BROWSER']]
  if (env['SSH_CONNECTION'] || env['SSH_TTY']) return undefined
  if (platform === 'darwin') return ['open']
  // Not `cmd /c start`: an address holds characters that cmd would read as its own.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : undefined
}

/** The way to open an address here, if there is one. */
export function browserOpener(surroundings: BrowserSurroundings): OpenBrowser | undefined {
  const [program, ...args] = browserCommand(surroundings) ?? []
  if (program === undefined) return undefined
  return (address) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, [...args, address], { stdio: 'ignore', detached: true })
      child.once('error', reject)
      child.once('spawn', () => {
        child.unref()
        resolve()
      })
    })
}
