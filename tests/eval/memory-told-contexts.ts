import { contextOf, keys, name, type SecretContext } from './memory-secret-contexts.ts'
import type { Nature } from './memory-secret-kinds.ts'

/** Kinds that a sign, quotation marks or a verb tells, though they be words like any other. */
const said: readonly Nature[] = [...keys, 'word']

/** Contexts in which a sentence, a command or a setting tells the secret, mostly without a sign before it. */
export const toldContexts: readonly SecretContext[] = [
  contextOf(
    'changed to',
    said,
    (p) => `- we changed the ${name(p)} of the depot to ${p.value} last week`,
  ),
  contextOf(
    'with a verb',
    said,
    (p) => `- the ${name(p)} has been set to ${p.value} by the admins`,
  ),
  contextOf('quoted first', said, (p) => `- use '${p.value}' as ${name(p)} for the depot`),
  contextOf('asked and answered', said, (p) => `- It asks for a ${name(p)}. It is "${p.value}".`),
  contextOf('since a day', said, (p) => `- new ${name(p)} since Monday: ${p.value}`),
  contextOf('an assignment', said, (p) => `- DEPOT_${name(p).toUpperCase()}="${p.value}"`),
  contextOf(
    'a fallback',
    said,
    (p) => `- os.getenv("DEPOT_${name(p).toUpperCase()}", "${p.value}") in the loader`,
  ),
  contextOf('a log', said, (p) => `- INFO connect user=loader ${name(p)}=${p.value} host=depot`),
  contextOf(
    'a connection',
    ['named', 'word'],
    (p) => `- psql "host=depot user=loader password=${p.value}"`,
  ),
  contextOf(
    'a property',
    said,
    (p) => `- <property name="${name(p)}">${p.value.replace('&', '&amp;')}</property>`,
  ),
  contextOf(
    'a fold',
    said,
    (p) => `<details><summary>${name(p)}</summary>${p.value.replace('&', '&amp;')}</details>`,
  ),
  contextOf(
    'comma-separated',
    said,
    (p) => `\`\`\`\nsystem,user,${name(p)}\ndepot,loader,${p.value}\n\`\`\``,
  ),
  contextOf('a definition', said, (p) => `${name(p)}\n: ${p.value}`),
  contextOf(
    'namely',
    keys,
    (p) => `- The depot has a ${name(p)}, namely ${p.value}, which the admins gave us.`,
  ),
  contextOf(
    'it stays',
    keys,
    (p) => `- ${p.value} stays the ${name(p)} of the importer until summer`,
  ),
  contextOf('of two', keys, (p) => `- ${name(p)}s of the importer: read ${p.value}, write later`),
  contextOf('beside a user', keys, (p) => `- importer creds → loader:${p.value}`),
  contextOf('an account and a slash', ['named'], (p) => `- account: bi@example.com / ${p.value}`),
  contextOf(
    'user and',
    ['named'],
    (p) => `- log in as loader and ${p.value} on the page of the depot`,
  ),
  contextOf('mysql', ['named', 'word'], (p) => `- mysql -u loader -p'${p.value}' depot`),
  contextOf('a pipe', keys, (p) => `- echo '${p.value}' | docker login -u loader --password-stdin`),
  contextOf(
    'Slovak',
    keys,
    (p) => `- prihlás sa s ${p.isPassword ? 'heslom' : 'tokenom'} ${p.value} do skladu`,
  ),
  contextOf(
    'Polish',
    keys,
    (p) => `- ${p.isPassword ? 'hasła' : 'tokenu'} nie zmieniamy: ${p.value}`,
  ),
  contextOf(
    'Spanish',
    said,
    (p) => `- la ${p.isPassword ? 'contraseña' : 'clave'} es ${p.value} para todos`,
  ),
  contextOf('letters of another alphabet in the name', keys, (p) => `- раsswоrd: ${p.value}`),
  contextOf(
    'as an answer to a prompt',
    keys,
    (p) => `- po výzvě na ${p.isPassword ? 'heslo' : 'token'} zadejte ${p.value}`,
  ),
]
