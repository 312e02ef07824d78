import { MORE_STORES } from '#core/backup/stores.ts'
import type { Service } from '#core/service.ts'

/** Set for a command that runs for one on the server itself: it has reached the state already. */
export const REACHED = 'STACK_REACHED'

/** Volumes that hold a part of what DATA_DIR holds; homes and secrets have names of their own. */
export function dataVolumes(services: readonly Service[]): readonly [string, ...string[]] {
  const names = services
    .filter(({ container }) => container === undefined)
    .flatMap(({ volumes = [] }) => volumes.filter(({ path }) => path === '/data'))
  const more = new Set(names.map(({ name }) => name))
  more.delete('data')
  return ['data', ...more]
}

/** The variables by which `stack` finds stores that each lie in a place of their own, `store` by name. */
export function stateEnvironment(
  store: (name: string) => string,
  [data, ...more]: readonly [string, ...string[]],
): Readonly<Record<string, string>> {
  return {
    [REACHED]: 'yes',
    DATA_DIR: store(data),
    [MORE_STORES]: more.map(store).join(':'),
    HOMES_DIR: store('homes'),
    SECRETS_DIR: store('secrets'),
  }
}
