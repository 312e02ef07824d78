import type { EnvDeclarations, EnvVariable } from '#core/env.ts'
import type { Service } from '#core/service.ts'
import { volumeVariable } from './stores-of.ts'

/** What only the containers' files read: ports, the domain, versions, and where stores lie. */
export function containerVariables(services: readonly Service[], version: string): EnvDeclarations {
  // What a service of ours reads as well is told of there.
  const declared = new Set(services.flatMap(({ env }) => Object.keys(env ?? {})))
  return {
    DOMAIN: {
      kind: 'text',
      description: 'With it the edge gets a certificate by itself and answers at https://DOMAIN',
      example: 'data.example.com',
    },
    LISTEN_ADDRESS: {
      kind: 'text',
      default: '127.0.0.1',
      description: 'Who may reach the ports: this machine alone, or 0.0.0.0 for all',
    },
    ...Object.fromEntries(services.flatMap(portVariables).filter(([name]) => !declared.has(name))),
    ...storeVariables(services),
    SECRETS_VOLUME: store('the secrets that are made on the first start', 'secrets'),
    STACK_VERSION: { kind: 'text', default: version, description: 'The tag of our images' },
  }
}

function portVariables({ id, container }: Service): [string, EnvVariable][] {
  return (container?.publish ?? []).map(({ port, variable, default: given }) => [
    variable,
    {
      kind: 'port',
      default: String(given),
      description: `Where port ${port} of ${id} is published`,
    },
  ])
}

/** A store is that of those who write it; one that is only read is filled by the operator. */
function storeVariables(services: readonly Service[]): EnvDeclarations {
  const uses = services.flatMap(({ id, volumes = [] }) =>
    volumes.map(({ name, readOnly = false }) => ({ id, name, readOnly })),
  )
  return Object.fromEntries(
    uses.map(({ name }) => {
      const users = uses.filter((use) => use.name === name)
      const writers = users.filter(({ readOnly }) => !readOnly)
      const ids = (writers.length > 0 ? writers : users).map(({ id }) => id)
      const does = writers.length > 0 ? 'keep' : 'read'
      return [
        volumeVariable(name),
        store(`what ${ids.join(', ')} ${ids.length === 1 ? `${does}s` : does}`, name),
      ]
    }),
  )
}

function store(what: string, name: string): EnvVariable {
  return {
    kind: 'text',
    default: name,
    description: `A named volume, or the path of a folder, for ${what}`,
  }
}
