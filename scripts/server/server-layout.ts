import { homedir } from 'node:os'
import { join } from 'node:path'
import { SERVER } from '../../deploy/server-folders.ts'

/** Where an installation lies on a server, and whose systemd runs it. */
export interface ServerLayout {
  readonly rootless: boolean
  /** instance.yaml in `config/`, variables in `*.env`. */
  readonly config: string
  /** What `stack` itself keeps: the record of what is installed. */
  readonly state: string
  /** Where podman reads quadlets (podman-systemd.unit(5)). */
  readonly quadlets: string
  /** Where systemd reads units that an administrator wrote (systemd.unit(5)). */
  readonly units: string
}

/** Where `stack` keeps the backups of an installation. */
export function backupsFolder({ state }: ServerLayout): string {
  return join(state, 'backups')
}

/** The folders of the system's systemd, or of the user's own. */
export function serverLayout(rootless: boolean, home: string = homedir()): ServerLayout {
  if (!rootless) {
    return {
      rootless,
      config: SERVER.config,
      state: SERVER.state,
      quadlets: '/etc/containers/systemd',
      units: '/etc/systemd/system',
    }
  }
  const config = join(home, '.config')
  return {
    rootless,
    config: join(config, 'ai-data-analyst'),
    state: join(home, '.local/share/ai-data-analyst'),
    quadlets: join(config, 'containers/systemd'),
    units: join(config, 'systemd/user'),
  }
}
