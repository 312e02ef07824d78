import { together, well, type CheckContext, type Finding } from '#core/doctor-check.ts'
import { AppError, messageOf } from '#core/errors.ts'
import type { SourceConfig } from '#core/config/instance.ts'

/** Whether each source of instance.yaml can be reached, as its connector says. */
export default async function sources(context: CheckContext): Promise<Finding> {
  const { instance, units } = context.installation
  const here = instance.sources.filter(({ connector }) => units.connectors.has(connector))
  const failed: Finding[] = []
  for (const source of here) failed.push(...(await problemOf(source, context)))
  if (failed.length > 0) return together(failed)
  const elsewhere = instance.sources.length - here.length
  const rest = elsewhere > 0 ? `; ${elsewhere} have their connector in another container` : ''
  return well(`${here.length} can be reached${rest}`)
}

async function problemOf(
  source: SourceConfig,
  { installation, log, signal }: CheckContext,
): Promise<readonly Finding[]> {
  const connector = installation.units.connectors.get(source.connector)
  try {
    await connector?.check({
      config: connector.config.parse(source.config),
      tables: source.tables,
      configDir: installation.paths.configDir,
      staging: installation.paths.dataDir,
      log,
      signal,
      progress: () => undefined,
    })
    return []
  } catch (error) {
    const remedy = error instanceof AppError ? error.remedy : undefined
    const detail = `${source.id}: ${messageOf(error)}`
    return [{ status: 'fail', detail, remedy: remedy ?? 'Mend it in instance.yaml.' }]
  }
}
