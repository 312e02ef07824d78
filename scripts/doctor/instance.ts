import { well, type CheckContext, type Finding } from '#core/doctor-check.ts'

/** Which instance.yaml is in force; what it has that means nothing any more is worth knowing. */
export default async function instance({ installation }: CheckContext): Promise<Finding> {
  const { instance: found, paths } = installation
  const example = paths.exampleInstance ? ' (the example)' : ''
  const detail = `${found.path}${example}, ${found.sources.length} sources`
  if (found.warnings.length === 0) return well(detail)
  return { status: 'warn', detail, remedy: found.warnings.join(' ') }
}
