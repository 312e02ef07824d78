import type { EnvDeclarations } from '#core/env.ts'
import { MOUNTS } from '#core/run/check-mounts.ts'
import { GIVEN_VARIABLES, JOBS_BY_TIMER } from '#core/run/service-deps.ts'
import { SERVICE_DOMAIN } from '#core/run/service-address.ts'
import type { Service } from '#core/service.ts'
import { databaseUrl } from '../../database-url.ts'
import { fixedVariables } from '../../fixed-variables.ts'
import { unlessGiven } from '../../unless-given.ts'
import type { StackModel } from '../../stack-model.ts'
import { CONFIG_DIR, SECRETS_DIR, type Store } from '../../stores-of.ts'

/** Where podman's own name server knows containers; what it does not find there it asks nobody else (aardvark-dns). */
export const PODMAN_DOMAIN = 'dns.podman'

/** The variables of a container: fixed ones, and those the operator may set, with what holds if not. */
export interface ContainerEnvironment {
  readonly fixed: Readonly<Record<string, string>>
  readonly operators: Readonly<Record<string, string | undefined>>
}

/** What a container is told; secrets of the operator's are only named here, never written. */
export function containerEnvironment(
  manifest: Service,
  model: StackModel,
  stores: readonly Store[],
): ContainerEnvironment {
  const writable = stores.filter(({ readOnly }) => readOnly !== true)
  const mounts = writable.map(({ name, path }) => `${path}=ai-data-analyst-${name}`).join(' ')
  const mounted = mounts === '' ? {} : { [MOUNTS]: mounts }
  if (manifest.container) return notOurs(manifest, writable[0]?.name)
  if (manifest.kind === 'setup') return { fixed: { SECRETS_DIR, ...mounted }, operators: {} }
  const own = namesOf((manifest.env ?? {}) as EnvDeclarations)
  const has = (path: string) => manifest.volumes?.some((volume) => volume.path === path) === true
  const common = {
    PORT: String(manifest.port ?? 8080),
    DATA_DIR: has('/data') ? '/data' : '/tmp/data',
    ...mounted,
  }
  const always = { ...own, LOG_LEVEL: undefined }
  if (manifest.isolated) return { fixed: common, operators: always }
  const given = new Set(model.services.flatMap(({ enabledWhen }) => enabledWhen ?? []))
  return {
    fixed: {
      HOST: '0.0.0.0',
      [SERVICE_DOMAIN]: PODMAN_DOMAIN,
      ...common,
      CONFIG_DIR,
      SECRETS_DIR,
      ...(has('/homes') && { HOMES_DIR: '/homes' }),
      ...(manifest.kind === 'job' && { [JOBS_BY_TIMER]: 'yes' }),
      // Those that an operator switches off by leaving a variable out are not rendered for an instance.
      ...(given.size > 0 && { [GIVEN_VARIABLES]: [...given].join(' ') }),
      ...unlessGiven({
        DATABASE_URL: databaseUrl(model.services),
        ...('TRUSTED_PROXIES' in own && { TRUSTED_PROXIES: '1' }),
      }),
    },
    operators: {
      ...always,
      PUBLIC_URL: undefined,
      DATABASE_URL: undefined,
      DATABASE_URL_FILE: undefined,
      ...(manifest.units &&
        Object.fromEntries(
          (model.filledIn ?? []).flatMap((name) => [
            [name, undefined],
            [`${name}_FILE`, undefined],
          ]),
        )),
    },
  }
}

function notOurs(manifest: Service, source: string | undefined): ContainerEnvironment {
  return {
    fixed: {
      ...fixedVariables(manifest),
      ...(source !== undefined && { MOUNTED_FROM: `ai-data-analyst-${source}` }),
    },
    operators: {
      ...Object.fromEntries(
        Object.entries(manifest.env ?? {}).map(([name, variable]) => [name, variable.default]),
      ),
      ...(manifest.role === 'edge' && { SITE_ADDRESS: ':80' }),
    },
  }
}

function namesOf(declared: EnvDeclarations): Record<string, undefined> {
  const names = Object.entries(declared).flatMap(([name, { kind }]) =>
    kind === 'secret' ? [name, `${name}_FILE`] : [name],
  )
  return Object.fromEntries(names.map((name) => [name, undefined]))
}
