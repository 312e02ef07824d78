import type { Service } from '#core/service.ts'

/** The address of the stack's own database, without its password; empty when there is none. */
export function databaseUrl(services: readonly Service[], host?: string): string {
  const database = services.find(({ role }) => role === 'database')
  const { POSTGRES_USER: user, POSTGRES_DB: name } = database?.container?.env ?? {}
  if (!database || user === undefined || name === undefined) return ''
  const [person, base] = [user, name].map(encodeURIComponent)
  return `postgres://${person}@${host ?? database.id}:${database.port}/${base}`
}
