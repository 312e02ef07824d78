import { execFile, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

const IMAGE = 'debian-server:13'

const run = promisify(execFile)

/** Why tests on it cannot run here: it is an image with the systemd and podman of Debian 13. */
export const whyNoDebianServer =
  spawnSync('docker', ['image', 'inspect', IMAGE]).status === 0
    ? false
    : `the container image ${IMAGE} is not here`

/** How a command ended, and all that it said. */
export interface Ended {
  readonly code: number
  readonly said: string
}

/** A Debian server's tools in a container without a network, removed at the end. */
export interface DebianServer extends AsyncDisposable {
  copy(from: string, to: string): Promise<void>
  sh(script: string): Promise<Ended>
}

export async function startDebianServer(): Promise<DebianServer> {
  const name = `debian-server-test-${randomBytes(4).toString('hex')}`
  const args = ['run', '--detach', '--rm', '--network', 'none', '--name', name]
  await run('docker', [...args, IMAGE, 'sleep', '600'])
  return {
    copy: async (from, to) => void (await run('docker', ['cp', from, `${name}:${to}`])),
    sh: (script) =>
      new Promise((resolve) => {
        const options = { maxBuffer: 2 ** 26 }
        execFile('docker', ['exec', name, 'sh', '-c', script], options, (error, out, err) =>
          resolve({ code: error ? Number(error.code) : 0, said: out + err }),
        )
      }),
    [Symbol.asyncDispose]: async () => void (await run('docker', ['rm', '--force', name])),
  }
}
