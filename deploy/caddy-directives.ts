import { knownSince, type Tool } from './known-since.ts'

/**
 * The Caddy that Debian 13 has, and since which version a Caddyfile may say what (its release notes): one that is not
 * known ends Caddy before it serves.
 */
export const CADDY: Tool = {
  name: 'Caddy',
  version: '2.6',
  keys: {
    Caddyfile: {
      ...knownSince(
        '2.0',
        'admin',
        'dial_timeout',
        'encode',
        'fail_duration',
        'handle',
        'lb_policy',
        'respond',
      ),
      ...knownSince('2.0', 'lb_try_duration', 'reverse_proxy', 'transport'),
      lb_retries: '2.6',
      persist_config: '2.7',
      stream_close_delay: '2.7',
    },
  },
}

/** What a Caddyfile says, without addresses, names of matchers and comments. */
export function directivesOf(caddyfile: string): readonly (readonly [name: string])[] {
  return caddyfile
    .split('\n')
    .flatMap((line) => /^\t+([a-z]\w*)/.exec(line)?.[1] ?? [])
    .map((name) => [name] as const)
}
