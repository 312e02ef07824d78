import { isMap, parseDocument, type Document } from 'yaml'
import { ConfigError } from '#core/errors.ts'

const MARK = ' switched off in instance.yaml'

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
  for (const id of markedServices(document)) unmark(document, id)
  for (const id of off) mark(document, id)
  return isEmpty(document.contents) ? undefined : document.toString({ lineWidth: 0 })
}

function markedServices(document: Document): readonly string[] {
  const services = document.get('services')
  if (!isMap(services)) return []
  return services.items
    .map(({ key }) => String(key))
    .filter((id) => {
      const scale = document.getIn(['services', id, 'scale'], true)
      return (scale as { comment?: string } | undefined)?.comment === MARK
    })
}

function unmark(document: Document, id: string): void {
  document.deleteIn(['services', id, 'scale'])
  if (isEmpty(document.getIn(['services', id]))) document.deleteIn(['services', id])
  if (isEmpty(document.get('services'))) document.delete('services')
}

function mark(document: Document, id: string): void {
  const scale = document.createNode(0)
  scale.comment = MARK
  document.setIn(['services', id, 'scale'], scale)
}

function isEmpty(node: unknown): boolean {
  return node === null || node === undefined || (isMap(node) && node.items.length === 0)
}
