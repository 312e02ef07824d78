import { knownSince, type Tool } from '../../known-since.ts'

/**
 * The Compose that Debian 13 has, and since which version it knows a key of a service (its release notes): some that are
 * newer are refused by it, others it takes and does nothing.
 */
export const COMPOSE: Tool = {
  name: 'Docker Compose',
  version: '2.26',
  keys: { service: {
    ...knownSince('2.0', 'build', 'cap_add', 'cap_drop', 'command', 'cpus', 'depends_on', 'environment', 'group_add'),
    ...knownSince('2.0', 'healthcheck', 'image', 'init', 'logging', 'mem_limit', 'network_mode', 'pids_limit', 'ports'),
    ...knownSince('2.0', 'read_only', 'restart', 'scale', 'security_opt', 'stop_grace_period', 'tmpfs', 'user', 'volumes'),
    // As a list of paths of which some may be missing.
    env_file: '2.24',
    develop: '2.22',
    gpus: '2.30',
    models: '2.38',
    post_start: '2.30',
    pre_stop: '2.30',
    provider: '2.36',
  } },
}
