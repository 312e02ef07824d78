import type { KnownKeys, Version } from './known-since.ts'

/** The Caddy that Debian 13 has. */
export const CADDY: { readonly name: string; readonly version: Version } = {
  name: 'Caddy',
  version: '2.6',
}

const old = (...names: readonly string[]): Readonly<Record<string, Version>> =>
  Object.fromEntries(names.map((name) => [name, '2.0' as const]))

/** Since which Caddy a Caddyfile may say what (its release notes): one that is not known ends Caddy before it serves. */
export const CADDY_DIRECTIVES: KnownKeys = {
  Caddyfile: {
    ...old('admin', 'dial_timeout', 'encode', 'fail_duration', 'handle', 'lb_policy', 'respond'),
    ...old('lb_try_duration', 'reverse_proxy', 'transport'),
    lb_retries: '2.6',
    persist_config: '2.7',
    stream_close_delay: '2.7',
  },
}

/** What a Caddyfile says, without addresses, names of matchers and comments. */
export function directivesOf(caddyfile: string): readonly (readonly [name: string])[] {
  return caddyfile
    .split('\n')
    .flatMap((line) => /^\t+([a-z]\w*)/.exec(line)?.[1] ?? [])
    .map((name) => [name] as const)
}
