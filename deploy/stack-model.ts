import type { AuthProvider } from '#core/auth.ts'
import type { Connector } from '#core/connector.ts'
import type { EnvDeclarations } from '#core/env.ts'
import type { Service } from '#core/service.ts'

/** What every generated file is made from: pure data. */
export interface StackModel {
  /** The version of this checkout, which tags the images. */
  readonly version: string
  readonly stackEnv: EnvDeclarations
  /** By id; those that load units carry their variables and secrets too. */
  readonly services: readonly Service[]
  readonly providers: readonly AuthProvider[]
  readonly connectors: readonly Connector[]
  /** Variables that this instance's instance.yaml fills in, where files are made for one. */
  readonly filledIn?: readonly string[]
}

/** Puts what was discovered together; a service that loads logins gets their variables and secrets. */
export function stackModel(found: StackModel): StackModel {
  const services = found.services
    .map((service) =>
      service.units?.includes('auth') ? withProviders(service, found.providers) : service,
    )
    .toSorted((a, b) => a.id.localeCompare(b.id))
  return { ...found, services }
}

function withProviders(service: Service, providers: readonly AuthProvider[]): Service {
  const env = Object.assign({}, service.env, ...providers.map((provider) => provider.env)) as object
  const secrets = Object.assign(
    {},
    service.secrets,
    ...providers.map((provider) => provider.secrets),
  ) as NonNullable<Service['secrets']>
  return { ...service, env: env as NonNullable<Service['env']>, secrets }
}
