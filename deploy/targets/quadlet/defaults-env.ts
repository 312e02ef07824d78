import { GIVEN_VARIABLES } from '#core/run/service-deps.ts'
import type { RenderOptions } from '../../render-options.ts'
import type { StackModel } from '../../stack-model.ts'

/** What every part of ours is told unless the operator's stack.env, which is read after it, says otherwise. */
export function defaultsEnv({ services }: StackModel, { variables }: RenderOptions): string {
  const database = services.find(({ role }) => role === 'database')
  const { POSTGRES_USER: user, POSTGRES_DB: name } = database?.container?.env ?? {}
  const { DOMAIN, HTTP_PORT = '8080' } = variables
  const given = [...new Set(services.flatMap(({ enabledWhen }) => enabledWhen ?? []))].filter(
    (variable) => variables[variable] || variables[`${variable}_FILE`],
  )
  const lines = {
    PUBLIC_URL: DOMAIN ? `https://${DOMAIN}` : `http://localhost:${HTTP_PORT}`,
    ...(database && { DATABASE_URL: `postgres://${user}@${database.id}:${database.port}/${name}` }),
    TRUSTED_PROXIES: '1',
    JOBS: 'timers',
    ...(given.length > 0 && { [GIVEN_VARIABLES]: given.join(' ') }),
  }
  const text = Object.entries(lines).map(([key, value]) => `${key}=${value}`)
  return `# Generated from the services' manifests. Do not edit: your own values go into stack.env.\n${text.join('\n')}\n`
}
