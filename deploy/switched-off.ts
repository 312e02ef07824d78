import { isMap, isScalar, parse, parseDocument, Scalar, type Document } from 'yaml'
import { ConfigError } from '#core/errors.ts'

const MARK = ' switched off in instance.yaml'

/** Behind it stands the scale of the operator's own, for the day when the service is on again. */
const BEFORE = ', before '

/**
 * docker-compose.override.yml with `scale: 0` for each service that instance.yaml switches off, so that
 * not even its container starts; what the operator wrote in it stays. Undefined when nothing is left.
 */
export function withSwitchedOff(
  override: string | undefined,
  off: readonly string[],
): string | undefined {
  const document = parseDocument(override ?? '')
  const [error] = document.errors
  if (error) throw new ConfigError([`docker-compose.override.yml: ${error.message}`])
  refuseOthers(document, off)
  for (const id of markedServices(document)) unmark(document, id)
  for (const id of off) mark(document, id)
  return isEmpty(document.contents) ? undefined : document.toString({ lineWidth: 0 })
}

/** Only what Compose would take is written into. */
function refuseOthers(document: Document, off: readonly string[]): void {
  const places = [[], ['services'], ...off.map((id) => ['services', id])]
  for (const path of places) {
    const there: unknown = path.length === 0 ? document.contents : document.getIn(path)
    if (isEmpty(there) || isMap(there)) continue
    throw new ConfigError([
      `docker-compose.override.yml: ${path.join('.') || 'it'} must be a mapping of names`,
    ])
  }
}

function markedServices(document: Document): readonly string[] {
  const services = document.get('services')
  if (!isMap(services)) return []
  return services.items
    .map(({ key }) => String(key))
    .filter((id) => scaleOf(document, id)?.comment?.startsWith(MARK))
}

function scaleOf(document: Document, id: string): Scalar | undefined {
  const services = document.get('services')
  const service = isMap(services) ? services.get(id) : undefined
  const scale = isMap(service) ? service.get('scale', true) : undefined
  return isScalar(scale) ? scale : undefined
}

function unmark(document: Document, id: string): void {
  const [, before] = scaleOf(document, id)?.comment?.split(BEFORE) ?? []
  if (before !== undefined) return document.setIn(['services', id, 'scale'], parse(before))
  document.deleteIn(['services', id, 'scale'])
  if (isEmpty(document.getIn(['services', id]))) document.deleteIn(['services', id])
  if (isEmpty(document.get('services'))) document.delete('services')
}

function mark(document: Document, id: string): void {
  const own = scaleOf(document, id)?.value
  const scale = new Scalar(0)
  scale.comment = own === undefined ? MARK : `${MARK}${BEFORE}${String(own)}`
  for (const path of [['services'], ['services', id]]) {
    if (isEmpty(document.getIn(path))) document.setIn(path, document.createNode({}))
  }
  document.setIn(['services', id, 'scale'], scale)
}

function isEmpty(node: unknown): boolean {
  return node === null || node === undefined || (isMap(node) && node.items.length === 0)
}
