import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Script } from 'node:vm'
import { findBeside, findSecrets } from './find-secrets.ts'
import { findTold } from './learned/find-told.ts'
import { redact } from './redact.ts'
import { valuesIn } from './secret-rule.ts'
import { secretRules } from './secret-rules.ts'

/** Ends the process of a search that takes a time which grows faster than its text, and names it. */
function ends(what: string, work: () => unknown): void {
  try {
    // What is linear needs a second or two; what is not, minutes to hours.
    new Script('work()').runInNewContext({ work }, { timeout: 60_000 })
  } catch (cause) {
    throw new Error(`${what} does not end`, { cause })
  }
}

test('a search that does not end is told by its name', () => {
  const slow = () => /(?:a+)+$/.test(`${'a'.repeat(40)}b`)
  assert.throws(() => new Script('slow()').runInNewContext({ slow }, { timeout: 50 }), {
    code: 'ERR_SCRIPT_EXECUTION_TIMEOUT',
  })
})

const LENGTH = 500_000
const signs = [
  ...['a', 'A', 'aA', '1', 'a1', 'á', '_', '-', '.', '/', ':', '=', '+', '@', '#', '*', '|', '\\'],
  ...[
    '"',
    "'",
    '`',
    '(',
    '[',
    '{',
    '<',
    ' ',
    '\t',
    '\n',
    'a ',
    'Aa ',
    '1 ',
    'a-',
    'a_',
    'a.',
    'a/',
  ],
  ...['- ', '> ', ', ', ': ', ' = ', '", "', '://', '12-', 'aB1+'],
]
/** What is undone before the rules are tried. */
const encoded = [
  ...[
    '%41',
    '\\u0041',
    '&#65;',
    '&#x41;',
    '&amp;',
    '\\"',
    '\\\n',
    "'+'",
    '${A}',
    'A=b\n',
    '<a>',
    '</a>',
    '<a b="c">',
  ],
  ...[
    '|a|b|\n',
    'a,b\n',
    'Credentials\n',
    'one, ',
    'golf ',
    '65,',
    '4-',
    'aa ',
    'QUJD',
    "'x', ",
    '```\n',
    'я',
    '\u200b',
  ],
  ...[
    '- part 1: ab\n',
    'a b c d ',
    'sha256:',
    '-----BEGIN PUBLIC KEY-----',
    'data:image/png;base64,',
    '<!--',
  ],
]
const run = (sign: string, length = LENGTH) => sign.repeat(length / sign.length)

for (const rule of secretRules) {
  // Its own words lead to where the pattern goes on, and then comes what it may go on with.
  const words = rule.pattern.source.match(/\p{L}{2,}/gu) ?? []
  const leads = new Set([...(rule.keywords ?? []), ...words.slice(0, 3)])
  test(`${rule.id}: every run of signs behind its words ends in time`, () => {
    for (const sign of signs) {
      const text = `${[...leads].join(' ')} ${run(sign)}`
      ends(JSON.stringify(sign), () => [...valuesIn(rule, text)].length)
    }
  })
}

for (const [what, search] of Object.entries({
  'the whole scan': (text: string) => findSecrets(text),
  'a look at neighbours': (text: string) => findBeside(text, 'password of the shop:', text),
  redacting: (text: string) => redact(text),
  'what is told in passing': (text: string) => findTold(text),
})) {
  test(`${what}: every run of signs ends in time, with readings of all kinds`, () => {
    for (const sign of [...signs, ...encoded]) {
      const text = `log in with the password ${run(sign, LENGTH / 5)}`
      ends(JSON.stringify(sign), () => search(text))
    }
  })
}
