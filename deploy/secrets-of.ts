import { secretGroup } from '#core/run/secret-group.ts'
import type { Service } from '#core/service.ts'
import { needsSecrets } from './stores-of.ts'
import { shareNumber } from './user-of.ts'

/** The secrets that a part reads: those that its manifest names and, for code of ours, the database's password. */
export function secretsOf(manifest: Service, services: readonly Service[]): readonly string[] {
  if (manifest.kind === 'setup') return namesOf(services)
  if (!needsSecrets(manifest)) return []
  const database = services.find(({ role }) => role === 'database')
  return namesOf([manifest, ...(database && !manifest.container ? [database] : [])])
}

/** The groups that a container is in to read its secrets; what makes them is in all. */
export function secretGroups(manifest: Service, services: readonly Service[]): readonly number[] {
  return secretsOf(manifest, services).map(secretGroup)
}

/** Names the secrets that could be read by the readers of another; to rename one mends it. */
export function sharedSecrets(services: readonly Service[]): readonly string[] {
  return shareNumber(namesOf(services), secretGroup).map(
    ([name, other]) =>
      `secrets.${name}: would be read by all that read ${other}; give it another name`,
  )
}

function namesOf(services: readonly Service[]): readonly string[] {
  return [...new Set(services.flatMap(({ secrets = {} }) => Object.keys(secrets)))]
}
