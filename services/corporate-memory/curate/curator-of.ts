import type { EnvValues } from '#core/env.ts'
import type manifest from '../service.ts'
import { openCurator, type Curator } from './curator.ts'

/** The curator that the environment describes; undefined without a key: then rules do the whole job. */
export function curatorOf(env: EnvValues<(typeof manifest)['env']>): Curator | undefined {
  const { ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: baseUrl } = env
  if (apiKey === undefined) return undefined
  return openCurator({ apiKey, baseUrl, model: env.CORPORATE_MEMORY_MODEL })
}
