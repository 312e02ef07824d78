import type { EnvDeclarations } from '#core/env.ts'
import { ConfigError } from '#core/errors.ts'
import { MOUNTS } from '#core/run/check-mounts.ts'
import { GIVEN_VARIABLES } from '#core/run/service-deps.ts'
import type { Service } from '#core/service.ts'
import type { StackModel } from '../../stack-model.ts'
import { CONFIG_DIR, SECRETS_DIR } from '../../stores-of.ts'
import { databaseUrl } from '../../database-url.ts'
import { fixedVariables } from '../../fixed-variables.ts'
import { literal } from './literal.ts'
import type { Mounts } from './mounts.ts'

type Environment = Readonly<Record<string, string>>

/** `https://DOMAIN` when a domain is set, else the port of this machine; PUBLIC_URL overrides both. */
const PUBLIC_URL =
  '${PUBLIC_URL:-${DOMAIN:+https://}${DOMAIN:-http://localhost:${HTTP_PORT:-8080}}}'

/** The variables of a part of ours: where everything is, then what the operator may set for it. */
export function composeEnvironment(
  manifest: Service,
  { services }: StackModel,
  mounts: Mounts,
): Environment {
  if (manifest.kind === 'setup') return { SECRETS_DIR, ...mounted(mounts) }
  if (manifest.isolated) return isolatedEnvironment(manifest, mounts)
  const given = services.flatMap(({ enabledWhen }) => enabledWhen ?? [])
  const own = (manifest.env ?? {}) as EnvDeclarations
  return {
    ...operators(own),
    HOST: '0.0.0.0',
    PORT: String(manifest.port ?? 8080),
    PUBLIC_URL,
    DATA_DIR: mounts.writable.has('/data') ? '/data' : '/tmp/data',
    CONFIG_DIR,
    SECRETS_DIR,
    ...(manifest.volumes?.some(({ path }) => path === '/homes') && { HOMES_DIR: '/homes' }),
    DATABASE_URL: `\${DATABASE_URL:-${databaseUrl(services)}}`,
    LOG_LEVEL: '${LOG_LEVEL:-info}',
    ...('TRUSTED_PROXIES' in own && { TRUSTED_PROXIES: '${TRUSTED_PROXIES:-1}' }),
    ...(given.length > 0 && {
      [GIVEN_VARIABLES]: [...new Set(given)]
        .map((name) => `\${${name}:+${name}} \${${name}_FILE:+${name}}`)
        .join(' '),
    }),
    ...mounted(mounts),
  }
}

/** Nothing that leads outside: where it listens for its health check, and what lies where. */
function isolatedEnvironment({ env, port, volumes }: Service, mounts: Mounts): Environment {
  const hasData = volumes?.some(({ path }) => path === '/data') === true
  return {
    ...operators((env ?? {}) as EnvDeclarations),
    PORT: String(port ?? 8080),
    DATA_DIR: hasData ? '/data' : '/tmp/data',
    LOG_LEVEL: '${LOG_LEVEL:-info}',
    ...mounted(mounts),
  }
}

/** The variables of a part that is not ours. */
export function containerEnvironment(
  manifest: Service,
  mounts: Mounts,
): Readonly<Record<string, string | null>> {
  const [source] = mounts.writable.values()
  const fixed = Object.entries(fixedVariables(manifest))
  return {
    ...ifGiven(manifest),
    ...Object.fromEntries(fixed.map(([name, text]) => [name, literal(text)])),
    ...(source !== undefined && { MOUNTED_FROM: source }),
    ...(manifest.role === 'edge' && { SITE_ADDRESS: '${DOMAIN:-:80}' }),
  }
}

/** An image of others may take an empty variable for a value: one that is not given is not there (compose's null). */
function ifGiven({ id, env = {} }: Service): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    Object.entries(env).map(([name, { default: usual }]) => {
      if (usual === undefined) return [name, null]
      if (!usual.includes('}')) return [name, `\${${name}:-${literal(usual)}}`]
      throw new ConfigError([`services/${id}: env.${name}.default: compose would end it at the }`])
    }),
  )
}

/** Empty when the operator gives nothing, which counts as absent. */
function operators(declared: EnvDeclarations): Environment {
  const pass = (name: string) => [name, `\${${name}:-}`] as const
  return Object.fromEntries(
    Object.entries(declared).flatMap(([name, { kind }]) =>
      kind === 'secret' ? [pass(name), pass(`${name}_FILE`)] : [pass(name)],
    ),
  )
}

function mounted({ writable }: Mounts): Environment {
  if (writable.size === 0) return {}
  return { [MOUNTS]: [...writable].map(([path, source]) => `${path}=${source}`).join(' ') }
}
