import type { Service } from '#core/service.ts'
import type { StackModel } from '../../deploy/stack-model.ts'
import { exampleStack } from './example-stack.ts'

/** The example with one of its services changed; a field of undefined is one that the manifest has not. */
export function changedStack(
  id: string,
  change: Readonly<Record<string, unknown>> | ((service: Service) => object),
): StackModel {
  const changed = (service: Service): Service => {
    const made = { ...service, ...(typeof change === 'function' ? change(service) : change) }
    // What a manifest could not say is what the tests are about.
    return Object.fromEntries(
      Object.entries(made).filter(([, value]) => value !== undefined),
    ) as unknown as Service
  }
  return {
    ...exampleStack,
    services: exampleStack.services.map((one) => (one.id === id ? changed(one) : one)),
  }
}

/** The same where a part of others' stands in the place of a service of ours. */
export function foreignStack(id: string, container: NonNullable<Service['container']>): StackModel {
  return changedStack(id, {
    health: undefined,
    routes: undefined,
    container: { image: 'registry.example.com/part:1', health: ['true'], ...container },
  })
}
