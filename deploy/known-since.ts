import { ConfigError } from '#core/errors.ts'

/** A version of a tool: major and minor. */
export type Version = `${number}.${number}`

/** For each section of a file, since which version a tool knows each key. */
export type KnownKeys = Readonly<Record<string, Readonly<Record<string, Version>>>>

/**
 * Refuses keys that a version does not know, all at once: such a tool drops the whole file, or the key,
 * without anybody noticing. Sections that the table does not name are another tool's.
 */
export function refuseUnknownKeys(
  path: string,
  sections: Readonly<Record<string, readonly (readonly [key: string, ...unknown[]])[]>>,
  known: KnownKeys,
  tool: { readonly name: string; readonly version: Version },
): void {
  const problems = Object.entries(sections).flatMap(([section, lines]) => {
    const keys = known[section]
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
