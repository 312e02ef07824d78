import { readFileSync, statSync } from 'node:fs'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { ConfigError, messageOf } from '../errors.ts'

/** A parsed file that still knows on which line a path stands. */
export interface YamlFile {
  readonly file: string
  readonly value: unknown
  lineOf(path: readonly PropertyKey[]): number | undefined
}

const MAX_BYTES = 1024 * 1024
const MAX_ALIASES = 100

/** Reads a YAML 1.2 file; every syntax error is reported with its line, duplicate keys are errors. */
export function readYaml(file: string): YamlFile {
  const text = readText(file)
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
  })
  if (document.errors.length > 0) {
    throw new ConfigError(
      document.errors.map(
        ({ message, pos }) => `${file}:${lines.linePos(pos[0]).line}: ${message}`,
      ),
    )
  }
  return {
    file,
    value: toValue(file, () => document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown),
    lineOf(path) {
      for (let length = path.length; length > 0; length -= 1) {
        const node = document.getIn(path.slice(0, length), true)
        if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
      }
      return undefined
    },
  }
}

function readText(file: string): string {
  try {
    if (statSync(file).size > MAX_BYTES) throw new Error('is larger than 1 MB')
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new ConfigError([`${file}: ${messageOf(error)}`])
  }
}

function toValue(file: string, convert: () => unknown): unknown {
  try {
    return convert()
  } catch (error) {
    throw new ConfigError([`${file}: ${messageOf(error)}`])
  }
}
