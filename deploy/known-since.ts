import { ConfigError } from '#core/errors.ts'

/** A version of a tool: major and minor. */
export type Version = `${number}.${number}`

type Keys = Readonly<Record<string, Version>>

/** A program that reads what we write, in the oldest version that is meant. */
export interface Tool {
  readonly name: string
  readonly version: Version
  /** For each section of a file, since which version it knows each key. */
  readonly keys: Readonly<Record<string, Keys>>
}

/** Keys that a tool knows since one version. */
export function knownSince(version: Version, ...keys: readonly string[]): Keys {
  return Object.fromEntries(keys.map((key) => [key, version]))
}

/**
 * Refuses keys that a version does not know, all at once: such a tool drops the whole file, or the key,
 * without anybody noticing. Sections that the tool does not name are another's.
 */
export function refuseUnknownKeys(
  path: string,
  sections: Readonly<Record<string, readonly (readonly [key: string, ...unknown[]])[]>>,
  tool: Tool,
): void {
  const problems = Object.entries(sections).flatMap(([section, lines]) => {
    const keys = tool.keys[section]
    if (!keys) return []
    return [...new Set(lines.map(([key]) => key))].flatMap((key) => {
      const since = keys[key]
      if (since !== undefined && isAtMost(since, tool.version)) return []
      const reason = since === undefined ? 'is not known' : `needs ${tool.name} ${since}`
      return [`${path}: ${key} in [${section}] ${reason}; written for ${tool.name} ${tool.version}`]
    })
  })
  if (problems.length > 0) throw new ConfigError(problems)
}

function isAtMost(one: Version, other: Version): boolean {
  const [major = 0, minor = 0] = one.split('.').map(Number)
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number)
  return major < otherMajor || (major === otherMajor && minor <= otherMinor)
}
