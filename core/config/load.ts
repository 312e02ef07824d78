import { join } from 'node:path'
import type { z } from 'zod'
import type { RawEnv } from '../env.ts'
import { ConfigError } from '../errors.ts'
import { nearestName } from '../nearest-name.ts'
import { checkSection } from './check-section.ts'
import {
  authSection,
  documentSection,
  groupSection,
  instanceSection,
  serviceSection,
} from './instance-schema.ts'
import type { AuthConfig, GroupConfig, Instance } from './instance.ts'
import { interpolate, type Problem } from './interpolate.ts'
import { mapLegacyKeys } from './legacy-keys.ts'
import { loadSources, type ConnectorSchemas } from './load-sources.ts'
import { readYaml, type YamlFile } from './read-yaml.ts'

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

/** Reads and checks instance.yaml; throws one ConfigError with every problem, its line and its remedy. */
export function loadInstance({ dir, rawEnv, units }: LoadOptions): Instance {
  const yaml = readYaml(join(dir, 'instance.yaml'))
  const problems: Problem[] = []
  const { document, warnings } = mapLegacyKeys(yaml.value)
  const top = checkSection(documentSection, interpolate(document, rawEnv, problems), [], problems)
  if (!top) throw new ConfigError(problems.map((problem) => say(yaml, problem)))

  const instance = checkSection(instanceSection, top.instance, ['instance'], problems)
  const auth = loadAuth(top.auth, units.providers, problems)
  const services = eachSection(serviceSection, top.services, 'services', problems)
  refuseUnknown(Object.keys(services), units.services, ['services'], problems)
  const sources = loadSources(top.sources, units.connectors, problems)
  const groups: Readonly<Record<string, z.output<typeof groupSection>>> = eachSection(
    groupSection,
    top.groups,
    'groups',
    problems,
  )
  refuseUnknownDatasets(groups, new Set(sources.map(({ id }) => id)), problems)
  if (problems.length > 0 || !instance || !auth) {
    throw new ConfigError(problems.map((problem) => say(yaml, problem)))
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
    warnings: warnings.map((warning) => say(yaml, warning)),
  }
}

function loadAuth(
  section: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string> | undefined,
  problems: Problem[],
): AuthConfig | undefined {
  const own = checkSection(authSection, section, ['auth'], problems)
  const ids = Object.keys(section).filter((key) => !Object.hasOwn(authSection.shape, key))
  const names = [...(known ?? []), ...Object.keys(authSection.shape)]
  if (known) {
    refuseUnknown(ids, new Set(names), ['auth'], problems)
    refuseUnknown(own?.disabled ?? [], known, ['auth', 'disabled'], problems)
  }
  return own && { ...own, providers: Object.fromEntries(ids.map((id) => [id, section[id]])) }
}

/** Parses a map of sections of one shape; those that are wrong are left out and reported. */
function eachSection<T>(
  schema: z.ZodType<T>,
  sections: Readonly<Record<string, unknown>>,
  kind: string,
  problems: Problem[],
): Readonly<Record<string, T>> {
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
  for (const name of names.filter((each) => !known.has(each))) {
    const nearest = nearestName(name, known)
    const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`
    problems.push({
      path: [...path, name],
      message: `unknown.${hint} Known: ${[...known].sort().join(', ') || 'none'}`,
    })
  }
}

function refuseUnknownDatasets(
  groups: Readonly<Record<string, Pick<GroupConfig, 'tables'>>>,
  datasets: ReadonlySet<string>,
  problems: Problem[],
): void {
  for (const [id, { tables }] of Object.entries(groups)) {
    for (const pattern of tables.filter((each) => each !== '*')) {
      const [dataset = ''] = pattern.split('/')
      refuseUnknown([dataset], datasets, ['groups', id, 'tables'], problems)
    }
  }
}

/** `instance.yaml: sources.sales.schedule (line 12): …` */
function say(yaml: YamlFile, { path, message }: Problem): string {
  const line = yaml.lineOf(path)
  const place = path.length === 0 ? '' : ` ${path.map(String).join('.')}`
  return `${yaml.file}:${place}${line === undefined ? '' : ` (line ${line})`}: ${message}`
}
