import type { Service } from '#core/service.ts'
import type { StackModel } from '../../deploy/stack-model.ts'
import { userOf } from '../../deploy/user-of.ts'

/** The same stack with copies of its ordinary services, until there are so many; none has what only one can have. */
export function grownStack(model: StackModel, count: number): StackModel {
  const ordinary = model.services.filter(({ role, kind }) => role === undefined && kind !== 'setup')
  const services = [...model.services]
  const users = new Set(services.map(({ id }) => userOf(id)))
  for (let at = 0; services.length < count; at += 1) {
    const source = ordinary[at % ordinary.length]
    const id = `copy-${at}`
    if (!source || users.has(userOf(id))) continue
    users.add(userOf(id))
    services.push(copyOf(source, id))
  }
  return { ...model, services }
}

function copyOf({ routes, container, ...source }: Service, id: string): Service {
  const own = id.toUpperCase().replaceAll('-', '_')
  const publish = container?.publish?.map((port) => ({
    ...port,
    variable: `${own}_${port.variable}`,
  }))
  return {
    ...{ ...source, id, unit: id },
    ...(routes && { routes: routes.map((route) => ({ ...route, path: `/${id}${route.path}` })) }),
    ...(container && { container: { ...container, ...(publish && { publish }) } }),
  }
}
