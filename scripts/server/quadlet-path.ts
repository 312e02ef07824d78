import { join } from 'node:path'
import { EDGE_FOLDER } from '../../deploy/server-folders.ts'
import type { ServerLayout } from './server-layout.ts'

/** Where a file of a release with quadlets lies: podman's, systemd's own, or the edge's routes, which it mounts. */
export function quadletPath(name: string, { config, quadlets, units }: ServerLayout): string {
  if (name === 'Caddyfile') return join(config, EDGE_FOLDER, name)
  return join(name.endsWith('.timer') ? units : quadlets, name)
}
