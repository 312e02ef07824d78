import { join } from 'node:path'
import type { z } from 'zod'
import type { RawEnv } from '../env.ts'
import { ConfigError } from '../errors.ts'
import { checkGrants } from './check-grants.ts'
import { checkNames, groupName } from './check-names.ts'
import { checkSection } from './check-section.ts'
import {
  authSection,
  documentSection,
  groupSection,
  instanceSection,
  serviceSection,
} from './instance-schema.ts'
import type { AuthConfig, GroupConfig, Instance } from './instance.ts'
import { interpolate } from './interpolate.ts'
import { mapLegacyKeys } from './legacy-keys.ts'
import { loadSources, type ConnectorSchemas } from './load-sources.ts'
import { describeProblems, suggest, type Problem } from './problems.ts'
import { readYaml } from './read-yaml.ts'

/** What instance.yaml may speak of. A kind that this image has none of is undefined: not checked. */
export interface InstanceUnits {
  readonly services: ReadonlySet<string>
  readonly connectors: ReadonlyMap<string, ConnectorSchemas> | undefined
  readonly providers: ReadonlySet<string> | undefined
}

export interface LoadOptions {
  /** The folder of instance.yaml. */
  readonly dir: string
  readonly rawEnv: RawEnv
  readonly units: InstanceUnits
}

type Sections = Readonly<Record<string, unknown>>

/**
 * Reads and checks instance.yaml; throws one ConfigError with every problem, its line and its remedy. No
 * value that came from a variable stands in a problem or a warning.
 */
export function loadInstance({ dir, rawEnv, units }: LoadOptions): Instance {
  const yaml = readYaml(join(dir, 'instance.yaml'))
  const legacy = mapLegacyKeys(yaml.value)
  const problems: Problem[] = [...legacy.problems]
  const unresolved: Problem[] = []
  const { document, given } = interpolate(legacy.document, rawEnv, unresolved)
  problems.push(...unresolved.filter(({ path }) => concerns(path, units)))
  const top = topSections(document, problems)

  const instance = checkSection(instanceSection, top.instance, ['instance'], problems)
  const auth = loadAuth(top.auth, units.providers, problems)
  refuseUnknown(Object.keys(top.services), units.services, ['services'], problems)
  const services = eachSection(serviceSection, top.services, 'services', problems)
  const sources = loadSources(top.sources, units.connectors, problems)
  checkNames(Object.keys(top.groups), groupName, ['groups'], problems)
  const groups = eachSection<GroupConfig>(groupSection, top.groups, 'groups', problems)
  const warnings = checkGrants(groups, Object.keys(top.sources), sources, problems)
  if (problems.length > 0 || !instance || !auth) {
    throw new ConfigError(describeProblems(problems, yaml, given))
  }
  return {
    path: yaml.file,
    name: instance.name,
    ...(instance.subtitle !== undefined && { subtitle: instance.subtitle }),
    ...(instance.copyright !== undefined && { copyright: instance.copyright }),
    auth,
    services,
    sources,
    groups,
    warnings: describeProblems([...legacy.warnings, ...warnings], yaml, given),
  }
}

/** An image without connectors or logins is not given their variables either: it does not miss them. */
function concerns([section]: readonly PropertyKey[], units: InstanceUnits): boolean {
  if (section === 'sources') return units.connectors !== undefined
  return section !== 'auth' || units.providers !== undefined
}

/** A part that is wrong is reported and counts as empty, so that the other parts are still checked. */
function topSections(document: Sections, problems: Problem[]): z.output<typeof documentSection> {
  const whole = checkSection(documentSection, document, [], problems)
  if (whole) return whole
  const { shape } = documentSection
  const part = (name: keyof typeof shape) => shape[name].safeParse(document[name]).data
  const sections = (name: 'auth' | 'services' | 'sources' | 'groups') =>
    (part(name) ?? {}) as Sections
  return {
    instance: part('instance'),
    auth: sections('auth'),
    services: sections('services'),
    sources: sections('sources'),
    groups: sections('groups'),
  }
}

function loadAuth(
  section: Sections,
  known: ReadonlySet<string> | undefined,
  problems: Problem[],
): AuthConfig | undefined {
  const own = checkSection(authSection, section, ['auth'], problems)
  const ids = Object.keys(section).filter((key) => !Object.hasOwn(authSection.shape, key))
  if (known) {
    refuseUnknown(ids, new Set([...known, ...Object.keys(authSection.shape)]), ['auth'], problems)
    for (const [index, id] of (own?.disabled ?? []).entries()) {
      if (known.has(id)) continue
      const message = `there is no login ${id}. ${suggest(id, known)}`
      problems.push({ path: ['auth', 'disabled', index], message })
    }
  }
  return (
    own && {
      allowedDomains: own.allowed_domains,
      allowedEmails: own.allowed_emails,
      disabled: own.disabled,
      providers: Object.fromEntries(ids.map((id) => [id, section[id]])),
    }
  )
}

/** Parses a map of sections of one shape; those that are wrong are left out and reported. */
function eachSection<Section>(
  schema: z.ZodType<Section>,
  sections: Sections,
  kind: string,
  problems: Problem[],
): Readonly<Record<string, Section>> {
  return Object.fromEntries(
    Object.entries(sections).flatMap(([id, value]) => {
      const parsed = checkSection(schema, value, [kind, id], problems)
      return parsed === undefined ? [] : [[id, parsed]]
    }),
  )
}

function refuseUnknown(
  names: readonly string[],
  known: ReadonlySet<string>,
  path: readonly PropertyKey[],
  problems: Problem[],
): void {
  for (const name of names.filter((each) => !known.has(each)))
    problems.push({ path: [...path, name], message: `unknown. ${suggest(name, known)}` })
}
