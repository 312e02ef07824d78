import { readFileSync, statSync } from 'node:fs'
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml'
import { ConfigError, messageOf } from '../errors.ts'

/** A parsed file that still knows on which line a path stands. */
export interface YamlFile {
  readonly file: string
  readonly value: Readonly<Record<string, unknown>>
  lineOf(path: readonly PropertyKey[]): number | undefined
}

/** What is wrong at an offset of the text. */
interface Fault {
  readonly message: string
  readonly offset: number
}

const MAX_BYTES = 1024 * 1024
const MAX_ALIASES = 100

/**
 * Reads a YAML 1.2 file in UTF-8 of at most 1 MB; throws one ConfigError with every fault, its line and
 * column. Faults are also what YAML allows and a reader would overlook: a key twice, an unknown tag.
 */
export function readYaml(file: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(readText(file), {
    lineCounter: lines,
    uniqueKeys: true,
    stringKeys: true,
    resolveKnownTags: false,
    prettyErrors: false,
  })
  const faults = syntaxFaults(document)
  if (faults.length === 0) faults.push(...hiddenFaults(document))
  if (faults.length > 0) {
    throw new ConfigError(
      faults.map(({ message, offset }) => {
        const { line, col } = lines.linePos(offset)
        return `${file}:${line}:${col}: ${message}`
      }),
    )
  }
  return {
    file,
    value: toValue(file, document),
    lineOf(path) {
      for (let length = path.length; length > 0; length -= 1) {
        const node = document.getIn(path.slice(0, length), true)
        if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
      }
      return undefined
    },
  }
}

function syntaxFaults({ errors, warnings }: Document.Parsed): Fault[] {
  return [...errors, ...warnings].map(({ code, message, pos }) => ({
    message: code === 'MULTIPLE_DOCS' ? 'a second document begins here; keep one' : message,
    offset: pos[0],
  }))
}

/** What parses and could still do harm: circles, floods of aliases, a key that JavaScript treats apart. */
function hiddenFaults(document: Document.Parsed): readonly Fault[] {
  if (!isMap(document.contents)) {
    return [{ message: 'must hold sections, such as instance and sources', offset: 0 }]
  }
  const faults: Fault[] = []
  let aliases = 0
  visit(document, {
    Alias(_key, alias, path) {
      aliases += 1
      const offset = alias.range?.[0] ?? 0
      if (aliases > MAX_ALIASES) {
        faults.push({ message: `more than ${MAX_ALIASES} aliases`, offset })
        return visit.BREAK
      }
      const target = alias.resolve(document)
      if (target && path.includes(target))
        faults.push({ message: `the alias ${alias.source} contains itself`, offset })
      return undefined
    },
    Pair(_key, { key }) {
      if (isScalar(key) && key.value === '__proto__')
        faults.push({ message: '__proto__ cannot be a key', offset: key.range?.[0] ?? 0 })
    },
  })
  return faults
}

function readText(file: string): string {
  try {
    if (statSync(file).size > MAX_BYTES) throw new Error('is larger than 1 MB')
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (error) {
    throw new ConfigError([`${file}: ${reasonOf(error)}`])
  }
}

function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'is missing; examples/quickstart/instance.yaml is one to start from'
  if (code === 'EISDIR') return 'is a folder; it must be a file'
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'is not UTF-8; save it as UTF-8'
  return messageOf(error)
}

function toValue(file: string, document: Document.Parsed): Readonly<Record<string, unknown>> {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES }) as Readonly<Record<string, unknown>>
  } catch (error) {
    throw new ConfigError([`${file}: ${messageOf(error)}`])
  }
}
