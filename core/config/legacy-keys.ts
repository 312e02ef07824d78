import type { Problem } from './problems.ts'

/**
 * What became of a key of the original system: its new place; what to do instead; or, where passing it
 * over would change who gets which data without a word, the same as an error.
 */
type Fate =
  | { readonly movedTo: readonly string[] }
  | { readonly instead: string }
  | { readonly refused: string }

const environment = (names: string): Fate => ({ instead: `give it in the environment: ${names}` })

/** The original's keys, by path. A key stands for everything below it. */
const fates: Readonly<Record<string, Fate>> = {
  'auth.allowed_domain': { movedTo: ['auth', 'allowed_domains'] },
  'auth.webapp_secret_key': { instead: 'remove it: secrets are made on the first start' },
  'auth.google_client_id': environment('GOOGLE_CLIENT_ID'),
  'auth.google_client_secret': environment('GOOGLE_CLIENT_SECRET'),
  server: { instead: 'set PUBLIC_URL, HOST and PORT in the environment' },
  admins: { instead: 'use: stack user add EMAIL --admin' },
  deployment: { instead: 'remove it: it has no meaning any more' },
  data_source: { refused: 'its data would no longer arrive: describe each source below sources' },
  email: environment('the variables in docs/reference.md'),
  desktop: { instead: 'write url_scheme below auth.desktop and remove the rest' },
  telegram: environment('TELEGRAM_BOT_TOKEN'),
  jira: {
    refused: 'its data would no longer arrive: describe it as a source with connector: jira',
  },
  ai: environment('ANTHROPIC_API_KEY'),
  users: { instead: 'remove it: names come from sign-in' },
  username_mapping: { instead: 'remove it: usernames are unique by themselves' },
  datasets: { instead: 'use title and description of each source' },
  catalog: { instead: 'use title and description of each source' },
  folder_mapping: { refused: 'it decided who gets what: say so with the grants in groups' },
}

/**
 * Takes the original's keys out of a document: those with a new place move there, the others are named
 * with what to do instead. Each leaves a warning or a problem, so nothing is ignored silently.
 */
export function mapLegacyKeys(document: Readonly<Record<string, unknown>>): {
  readonly document: Readonly<Record<string, unknown>>
  readonly warnings: readonly Problem[]
  readonly problems: readonly Problem[]
} {
  const copy: Record<string, unknown> = structuredClone(document)
  const warnings: Problem[] = []
  const problems: Problem[] = []
  for (const [dotted, fate] of Object.entries(fates)) {
    const path = dotted.split('.')
    const parent = descend(copy, path.slice(0, -1))
    const key = path.at(-1) ?? ''
    if (!parent || !Object.hasOwn(parent, key)) continue
    const value = parent[key]
    delete parent[key]
    if ('instead' in fate) warnings.push({ path, message: `is not used any more; ${fate.instead}` })
    else if ('refused' in fate)
      problems.push({ path, message: `is not used any more; ${fate.refused}` })
    else if (move(copy, fate.movedTo, value))
      warnings.push({ path, message: `is called ${fate.movedTo.join('.')} now` })
    else problems.push({ path, message: `is given twice: keep only ${fate.movedTo.join('.')}` })
  }
  return { document: copy, warnings, problems }
}

/** False when the new place is taken: nobody can tell which of the two is meant. */
function move(document: Record<string, unknown>, path: readonly string[], value: unknown): boolean {
  const parent = descend(document, path.slice(0, -1))
  const key = path.at(-1) ?? ''
  if (!parent || Object.hasOwn(parent, key)) return false
  const listed = typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value
  parent[key] = Array.isArray(listed) ? listed.filter(Boolean) : listed
  return true
}

function descend(
  from: Record<string, unknown>,
  path: readonly string[],
): Record<string, unknown> | undefined {
  let current: unknown = from
  for (const step of path) current = isMap(current) ? current[step] : undefined
  return isMap(current) ? current : undefined
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
