import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sshdConfig } from '../sshd-config.ts'
import { whyNoWall } from '../wall.ts'

const ACCESS = '/access/ssh'
const OBJECTS = '/data/objects'
const SCRATCH = '/tmp'

/** Waits for the host key, which the service ssh-keys brings from the secrets. */
async function hostKey(): Promise<string> {
  const file = join(ACCESS, 'host-key')
  for (let tries = 0; !existsSync(file); tries += 1) {
    if (tries % 60 === 0) console.error(`waiting for ${file}, which the service ssh-keys writes`)
    await sleep(1000)
  }
  return file
}

if (import.meta.main) {
  const reason = whyNoWall()
  if (reason !== undefined) {
    console.error(`error: nobody is let in here: ${reason}`)
    console.error('remedy: a kernel with Landlock (5.13), and an engine that lets it be used')
    process.exit(1)
  }
  const config = join(SCRATCH, 'sshd_config')
  const serve = ['/usr/local/bin/node', join(import.meta.dirname, 'serve.ts')]
  const places = {
    address: '0.0.0.0',
    port: 2222,
    hostKey: await hostKey(),
    access: ACCESS,
    command: [...serve, ACCESS, OBJECTS, SCRATCH, 'wall'],
  }
  // An engine may show all comers under its own address: one stranger must not lock out everybody.
  await writeFile(config, sshdConfig(places, ['PerSourcePenalties no']), { mode: 0o600 })
  const sshd = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', config], { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => sshd.kill())
  const [code] = (await once(sshd, 'close')) as [number | null]
  process.exitCode = code ?? 0
}
