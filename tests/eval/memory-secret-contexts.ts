import type { Nature } from './memory-secret-kinds.ts'

/** What is planted: the value, and whether it is a password or some key. */
export interface Plant {
  readonly value: string
  readonly isPassword: boolean
}

/** A way in which people write a secret down. */
export interface SecretContext {
  readonly name: string
  /** The kinds that can be known in it: what has no form of its own needs a name before it. */
  readonly natures: readonly Nature[]
  write(plant: Plant): string
}

const every: readonly Nature[] = ['formed', 'named', 'personal']
/** Kinds that are known by their form or by a name. */
export const keys: readonly Nature[] = ['formed', 'named']
const plain: readonly Nature[] = ['formed', 'personal']

/** What people call it. */
export const name = ({ isPassword }: Plant) => (isPassword ? 'password' : 'token')
const half = ({ value }: Plant) => [
  value.slice(0, value.length >> 1),
  value.slice(value.length >> 1),
]
const base64 = (text: string) => Buffer.from(text).toString('base64')
const table = (rows: readonly string[][]) =>
  rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** Puts a context together. */
export function contextOf(
  title: string,
  natures: readonly Nature[],
  write: SecretContext['write'],
): SecretContext {
  return { name: title, natures, write }
}

/** Contexts that the rules were not written on. */
export const secretContexts: readonly SecretContext[] = [
  contextOf(
    'Czech',
    keys,
    (p) => `- ${p.isPassword ? 'heslo' : 'klíč'} je ${p.value} a platí pro tým`,
  ),
  contextOf(
    'Czech, in a sentence',
    keys,
    (p) => `- přihlas se jako loader s ${p.isPassword ? 'heslem' : 'tokenem'} ${p.value} do skladu`,
  ),
  contextOf(
    'Czech, in quotes',
    keys,
    (p) => `- sklad: uživatel loader, ${p.isPassword ? 'heslo' : 'token'} „${p.value}“ (od května)`,
  ),
  contextOf(
    'German',
    keys,
    (p) => `- das ${p.isPassword ? 'Passwort' : 'Token'} für das Lager lautet ${p.value} bis Mai`,
  ),
  contextOf(
    'French',
    keys,
    (p) => `- le ${p.isPassword ? 'mot de passe' : 'jeton'} du dépôt est ${p.value} pour nous`,
  ),
  contextOf('a table with a head', keys, (p) =>
    table([
      ['system', 'user', name(p)],
      ['---', '---', '---'],
      ['the depot', 'loader', p.value],
    ]),
  ),
  contextOf('a table of settings', keys, (p) =>
    table([
      ['setting', 'value'],
      ['---', '---'],
      [`depot ${name(p)}`, p.value],
    ]),
  ),
  contextOf('a table without names', plain, (p) =>
    table([
      ['system', 'access'],
      ['---', '---'],
      ['the depot', p.value],
    ]),
  ),
  contextOf(
    'split by a backslash',
    keys,
    (p) => `export DEPOT_${name(p).toUpperCase()}=${half(p).join('\\\n')} for the jobs`,
  ),
  contextOf(
    'wrapped',
    keys,
    (p) => `- for the depot the ${name(p)} is ${half(p).join('\n  ')} these days`,
  ),
  contextOf(
    'wrapped in a quotation',
    keys,
    (p) => `> for the depot the ${name(p)} is ${half(p).join('\n> ')}`,
  ),
  contextOf(
    'glued together by code',
    keys,
    (p) => `- const ${name(p)} = "${half(p).join('" + "')}" in the loader of the depot`,
  ),
  contextOf(
    'invisible characters inside',
    every,
    (p) => `- ${name(p)} of the depot: ${[...p.value].join('\u200b')}`,
  ),
  contextOf(
    'one soft hyphen inside',
    plain,
    (p) => `- the depot is opened by ${half(p).join('\u00ad')} as ever`,
  ),
  contextOf(
    'letters of full width',
    keys,
    (p) =>
      `- ${name(p)}: ${[...p.value].map((c) => (c > ' ' && c <= '~' ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join('')} of the depot`,
  ),
  contextOf(
    'Base64',
    every,
    (p) => `- the depot takes ${base64(`${name(p)}: ${p.value}`)} as ever`,
  ),
  contextOf(
    'Base64 over lines',
    keys,
    (p) =>
      `the depot takes\n${base64(`# the depot of the team\n${name(p)}=${p.value}\nregion=eu`).replace(/(.{40})/g, '$1\n')}`,
  ),
  contextOf(
    'Base64 in a manifest',
    keys,
    (p) => `kind: Secret of the depot\ndata:\n  ${name(p)}: ${base64(p.value)}`,
  ),
  contextOf(
    'hex',
    keys,
    (p) => `- the depot takes ${Buffer.from(`${name(p)}=${p.value}`).toString('hex')} as ever`,
  ),
  contextOf(
    'percent-encoded',
    keys,
    (p) =>
      `- the log of the depot says ${name(p)}%3D${[...p.value].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')} here`,
  ),
  contextOf(
    'in an address',
    keys,
    (p) =>
      `- https://depot.acme.io/v1/in?${name(p)}=${encodeURIComponent(p.value)}&day=today works`,
  ),
  contextOf(
    'in an address within an address',
    keys,
    (p) =>
      `- https://depot.acme.io/cb?next=%2Fin%3F${name(p)}%3D${encodeURIComponent(encodeURIComponent(p.value))}%26x%3D1 works`,
  ),
  contextOf(
    'JSON',
    keys,
    (p) => `- the depot wants {"user": "bi", "${name(p)}": ${JSON.stringify(p.value)}} from us`,
  ),
  contextOf(
    'JSON in JSON',
    keys,
    (p) => `- the log of the depot says {\\"${name(p)}\\":\\"${p.value}\\"} each night`,
  ),
  contextOf(
    'JSON escapes',
    keys,
    (p) =>
      `- the depot wrote {"${name(p)}": "${[...p.value].map((c, i) => (i % 3 ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)).join('')}"} to us`,
  ),
  contextOf(
    'XML',
    keys,
    (p) => `- the file of the depot has <${name(p)}>${p.value}</${name(p)}> in it`,
  ),
  contextOf(
    'an XML attribute',
    keys,
    (p) => `- write <add key="${name(p)}" value="${p.value}" /> for the depot`,
  ),
  contextOf(
    'YAML, on the next line',
    keys,
    (p) => `The depot is set up so:\n\`\`\`yaml\ndepot:\n  ${name(p)}: >-\n    ${p.value}\n\`\`\``,
  ),
  contextOf('the line above says it', keys, (p) => `The ${name(p)} of the depot:\n\n${p.value}`),
  contextOf(
    'the heading says it',
    keys,
    (p) => `## ${name(p)} of the depot\n\n${p.value} is what the jobs take`,
  ),
  contextOf(
    'in the heading',
    keys,
    (p) =>
      `# The depot, ${name(p)} ${p.value}\n\n## Loading\n\nThe depot is loaded by the nightly jobs.`,
  ),
  contextOf(
    'the item above says it',
    keys,
    (p) => `- ${name(p)}\n  - ${p.value} is what the jobs take`,
  ),
  contextOf(
    'in a comment',
    keys,
    (p) => `- The depot is loaded by night. <!-- ${name(p)}: ${p.value} -->`,
  ),
  contextOf('value first', keys, (p) => `- use "${p.value}" as the ${name(p)} of the depot`),
  contextOf(
    'an option',
    keys,
    (p) => `- depotctl load --${name(p)} ${p.value} --day today runs it`,
  ),
  contextOf(
    'SQL',
    ['named'],
    (p) => `- ALTER ROLE loader WITH PASSWORD '${p.value}' was run on the depot`,
  ),
  contextOf('bold', keys, (p) => `- ${name(p)}: **${p.value}** (of the depot, since May)`),
  contextOf('struck out', keys, (p) => `- ${name(p)} of the depot: ~~${p.value}~~ (rotated)`),
  contextOf(
    'in brackets',
    keys,
    (p) => `- log in to the depot as loader (${name(p)} ${p.value}) and wait`,
  ),
  contextOf('in a sentence', plain, (p) => `- for the depot we use ${p.value} until spring`),
  contextOf(
    'far down in a block',
    keys,
    (p) => `- ${'The depot is loaded by night. '.repeat(150)}${name(p)}: ${p.value}`,
  ),
]
