import type { Random } from '../memory-secret-kinds.ts'
import { characters } from './characters.ts'
import { passwordKinds, phraseKinds, plainPasswordKinds } from './password-kinds.ts'
import { personValues } from './person-values.ts'
import { serviceTokens } from './service-tokens.ts'
import { surroundings } from './surroundings.ts'

/** A template filled in. */
export interface Filled {
  readonly text: string
  /** The secret as it is used; empty in a text without one. */
  readonly value: string
  /** What of the text carries the secret, as it is written there: whole, in halves, or encoded. */
  readonly carriers: readonly string[]
}

const separators: Readonly<Record<string, string>> = {
  blank: ' ',
  dash: '-',
  'wide-dash': ' - ',
  colon: ':',
  line: '\n',
  'escaped-line': '\\n',
  indent: '\n  ',
  quote: '\n> ',
}

const half = (text: string): number => Math.floor(text.length / 2)

const named: Readonly<Record<string, (text: string) => string>> = {
  first: (text) => text.slice(0, half(text)),
  second: (text) => text.slice(half(text)),
  b64: (text) => Buffer.from(text).toString('base64'),
  b64url: (text) => Buffer.from(text).toString('base64url'),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  url: encodeURIComponent,
  html: (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;'),
  escaped: (text) => text.replace(/[*_#.!-]/g, '\\$&'),
  unicode: (text) =>
    [...text]
      .map((one, at) =>
        at % 4 === 1 ? `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}` : one,
      )
      .join(''),
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  camel: (text) => text.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
  quoted: (text) => (/^[\w./:=+@%-]+$/.test(text) ? text : `'${text}'`),
  spelled: (text) => [...text].join(' '),
  reversed: (text) => [...text].reverse().join(''),
}

/** Fills `⟨…⟩` in: what stands around by chance, and the one secret, the same wherever it is named. */
export function fillTemplate(template: string, random: Random): Filled {
  const [service, variable, token] = random.pick(serviceTokens)
  const drawn = new Map<string, string>()
  const carriers: string[] = []

  /** The secret of this text: drawn once. */
  function secret(name: string, source: string): string {
    const known = drawn.get(name)
    if (known !== undefined) return known
    const made = fill(source).text
    drawn.set(name, made)
    return made
  }

  function fromKinds(kinds: Readonly<Record<string, string>>): readonly [string, string] {
    return random.pick(Object.entries(kinds))
  }
  const password = fromKinds(passwordKinds)
  const phrase = fromKinds(phraseKinds)
  const kindsOf: Readonly<Record<string, readonly [string, string]>> = {
    token: [`token of ${service}`, token],
    password,
    'plain-password': fromKinds(plainPasswordKinds),
    'any-password': random.pick([password, password, password, phrase]),
    phrase,
  }

  function value(name: string, rest: string): { text: string; isSecret: boolean } {
    const plain = (text: string) => ({ text, isSecret: false })
    const alphabet = characters[name]
    if (alphabet) return plain(random.of(alphabet, Number(fill(rest).text)))
    const around = surroundings[name]
    if (around) return plain(random.pick(around))
    const ofPerson = personValues[name]
    if (ofPerson) return plain(ofPerson(random))
    const change = named[name]
    if (change) {
      const inner = fill(rest)
      return { text: change(inner.text), isSecret: inner.isSecret }
    }
    const known = kindsOf[name]
    if (known) return { text: secret(...known), isSecret: true }
    if (name === 'secret') return { text: secret(rest, rest), isSecret: true }
    if (name === 'service') return plain(service)
    if (name === 'variable') return plain(variable)
    if (name === 'pick') return plain(random.pick(rest.split('|')))
    if (name === 'other')
      return plain(
        fill(rest === 'token' ? random.pick(serviceTokens)[2] : fromKinds(passwordKinds)[1]).text,
      )
    if (name === 'number') {
      const [from = 0, to = 0] = rest.split(' ').map(Number)
      const share = Number(`0.${random.of('0123456789', 9)}`)
      return plain(String(from + Math.floor(share * (to - from + 1))))
    }
    if (name === 'grouped') {
      const [, length, separator = '', inner = ''] = /^(\d+) (\S+) (.*)$/su.exec(rest) ?? []
      const { text, isSecret } = fill(inner)
      const groups = text.match(new RegExp(`.{1,${length}}`, 'gsu')) ?? []
      return { text: groups.join(separators[separator]), isSecret }
    }
    const composed = composedValues[name]
    if (composed) return plain(fill(composed).text)
    throw new Error(`a template names ${name}, which nothing fills in`)
  }

  function fill(source: string, isWhole = false): { text: string; isSecret: boolean } {
    let text = ''
    let isSecret = false
    let from = 0
    for (const [start, end] of placesOf(source)) {
      const inside = source.slice(start + 1, end)
      const [, name = '', rest = ''] = /^([\w-]+) ?(.*)$/su.exec(inside) ?? []
      const part = value(name, rest)
      if (part.isSecret && isWhole) carriers.push(part.text)
      isSecret ||= part.isSecret
      text += source.slice(from, start) + part.text
      from = end + 1
    }
    return { text: text + source.slice(from), isSecret }
  }

  const { text } = fill(template, true)
  return { text, value: [...drawn.values()][0] ?? '', carriers }
}

/** Values that are put together from others. */
const composedValues: Readonly<Record<string, string>> = {
  uuid: '⟨hex 8⟩-⟨hex 4⟩-4⟨hex 3⟩-⟨pick 8|9|a|b⟩⟨hex 3⟩-⟨hex 12⟩',
  date: '2026-⟨number 10 11⟩-⟨number 10 28⟩',
  jwt: '⟨b64url {"alg":"HS256","typ":"JWT"}⟩.⟨b64url {"sub":"⟨digits 8⟩","role":"admin"}⟩.⟨base64url 43⟩',
  pem: '⟨grouped 64 line MII⟨base64 400⟩==⟩',
  bcrypt: '$2⟨pick y|b|a⟩$1⟨pick 0|2⟩$⟨crypt 53⟩',
  apr1: '$apr1$⟨alnum 8⟩$⟨crypt 22⟩',
  'shadow-hash': '$6$⟨alnum 12⟩$⟨crypt 86⟩',
  'recovery-code': '⟨hex 4⟩⟨digits 1⟩-⟨digits 1⟩⟨hex 4⟩',
}

/** Where the outermost `⟨…⟩` of a template stand. */
function placesOf(source: string): readonly (readonly [start: number, end: number])[] {
  const places: [number, number][] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at]
    if (sign === '⟨') {
      if (depth === 0) start = at
      depth += 1
    } else if (sign === '⟩') {
      depth -= 1
      if (depth === 0) places.push([start, at])
    }
  }
  return places
}
