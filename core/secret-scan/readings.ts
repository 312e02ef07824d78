import { visibleText } from './clean-text.ts'

/** What can be seen of a text, with each letter in its usual form. */
export const seenText = (text: string): string => visibleText(text).normalize('NFKC')

/**
 * A text as it may be meant: as it stands, with what hides a secret undone (look-alike letters, invisible
 * characters, broken lines, mark-up, escapes, one level of Base64 or hex). The first is the text itself.
 */
export function readingsOf(text: string): readonly string[] {
  const plain = seenText(text)
  const inside = /```|~~~/.test(plain) ? plain.replace(fences, '') : plain
  const joined = inside.replace(/\\?\n[ \t>|*-]{0,12}/g, '')
  const bare = inside
    .replace(
      /(?:[*`]{1,3}|~~|(?<!\w)_{1,3})(?=[^\s*`_~])|(?<=[^\s*`_~])(?:[*`]{1,3}|~~|_{1,3}(?!\w))/g,
      '',
    )
    .replace(/<\/?[a-z]{1,10}>/gi, '')
  const spaced = inside.replace(/[ \t]{0,40}\n[ \t>*-]{0,40}/g, ' ')
  const readings = [
    text,
    plain,
    joined,
    plain.replace(/\\\n[ \t]{0,40}/g, ''),
    spaced,
    bare === inside ? plain : bare,
    unescaped(plain),
    ...(/%[0-9a-f]{2}/i.test(plain) ? [unescaped(unescaped(plain))] : []),
    ...(/<[a-z!/]/i.test(plain) ? [elementsOf(plain)] : []),
    ...(/["'`] ?\+ ?["'`]/.test(plain) ? [plain.replace(/["'`] ?\+ ?["'`]/g, '')] : []),
    ...spelledOut(plain),
    ...(/\$\{?[A-Z_a-z]/.test(plain) ? [withVariables(plain)] : []),
    ...(/\\["\\]/.test(plain) ? [plain.replace(/\\+["\\]?/g, '')] : []),
    ...corrected(plain),
    ...tablesOf(plain),
    ...namedLines(plain),
    ...(/[а-яα-ω]/i.test(plain) ? [latinOf(plain)] : []),
    ...decoded(plain),
    ...decoded(joined),
  ]
  return [...new Set(readings)]
}

/** A list with the parts of one value as one item; undefined where there are none. */
export function joinedParts(text: string): string | undefined {
  const joined = text.replace(parts, '$1$2')
  return joined === text ? undefined : joined
}

/** The lines around code, with its language. */
const fences = /^[ \t>]{0,12}(?:```|~~~)[\w+#.-]{0,20}[ \t]{0,4}$/gm

function unescaped(text: string): string {
  return text
    .replace(/%([0-9a-f]{2})/gi, (_whole, hex: string) => character(hex))
    .replace(/\\u([0-9a-f]{4})|\\x([0-9a-f]{2})/gi, (_whole, long?: string, short?: string) =>
      character(long ?? short ?? ''),
    )
    .replace(/&#x([0-9a-f]{1,6});/gi, (_whole, hex: string) => character(hex))
    .replace(/&#(\d{1,7});/g, (_whole, decimal: string) => character(Number(decimal).toString(16)))
    .replace(/&(quot|apos|lt|gt|amp);/g, (_whole, name: string) => named[name] ?? '')
    .replace(/\\(["'/\\#$%&*_+=!~@])/g, '$1')
    .replace(/\\n/g, '\n')
}

const named: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' }

function character(hex: string): string {
  const code = Number.parseInt(hex, 16)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

/** Two items of a list that are the parts of one value, by what they are called. */
const parts =
  /^[ \t>]{0,8}[-*+•\d][.)]?[ \t]{1,4}(?:(?:the )?(?:part|half|piece|část|díl|kus|teil|hälfte)[ _-]?(?:1|a|i|one)?|(?:1st|first|první|erste\p{L}?) (?:part|half|piece|část|polovina|teil|hälfte)|začátek|start|head|anfang)[*`"']{0,3}[ \t]{0,3}[:=–—-][ \t]{0,3}[`"']?([^\n`"']{2,200}?)[`"']?[ \t]{0,4}\n[ \t>]{0,8}[-*+•\d][.)]?[ \t]{1,4}(?:(?:the )?(?:part|half|piece|část|díl|kus|teil|hälfte)[ _-]?(?:2|b|ii|two)?|(?:2nd|second|other|druh[áýé]|zweite\p{L}?) (?:part|half|piece|část|polovina|teil|hälfte)|konec|zbytek|rest|end|tail|ende)[*`"']{0,3}[ \t]{0,3}[:=–—-][ \t]{0,3}[`"']?([^\n`"']{2,200}?)[`"']?[ \t]{0,4}$/gimu

/** Letters that stand apart (`t I W x`, `'t','I','W'`), and groups of a long key. */
function spelledOut(text: string): readonly string[] {
  const joined = withSaid(text)
    .replace(/(\d )(?:lomeno|slash)(?= \d)/g, '$1/')
    .replace(/(?:["'][^"'\n]["'],\s?){5,200}["'][^"'\n]["']/g, (letters) =>
      letters.replace(/["'](.)["'](?:,\s?)?/gs, '$1'),
    )
    .replace(/(?<!\S)(?:[^\s|] ){6,100}[^\s|](?!\S)/g, (letters) => letters.replaceAll(' ', ''))
    .replace(
      /(?<![\w+/])(?=[\w+/~-]{0,12}\d)[\w+/~-]{3,12}(?: (?=[a-z+/~.-]{0,12}[\dA-Z])[\w+/~-]{1,12}\.?[\w+/~-]{2,12}){2,30}(?!\w)/g,
      (groups) => groups.replaceAll(' ', ''),
    )
    .replace(/(?<!\S)[\w!#$%&*+?]{1,6}(?: [-.] [\w!#$%&*+?]{1,6}){2,12}(?!\S)/g, (parts) =>
      parts.replace(/ [-.] /g, ''),
    )
    .replace(parts, '$1$2')
    .replace(
      /(?:fromCharCode\(|bytes?(?:array)?[({[\]]{1,3})((?:(?:0x[\da-f]{2}|\d{2,3}),? ?){8,200})/gi,
      (_whole, codes: string) =>
        `: ${String.fromCharCode(...(codes.match(/\w+/g) ?? []).map(Number))} `,
    )
    .replace(/(?<![\d.-])\d(?:[-–]\d){3,11}(?![\d-])/g, (digits) => digits.replace(/\D/g, ''))
    .replace(/\[(?:\s?["'`][^"'`\n]{1,80}["'`],?){2,20}\s?\]\.join/g, (list) =>
      list.replace(/["'`],\s?["'`]/g, ''),
    )
    .replace(
      /first (?:half|part)["'`:\s]{1,4}([^\s"'`]{3,60})["'`,\s]{1,4}(?:\([^()\n]{1,20}\),?\s)?second (?:half|part)["'`:\s]{1,4}([^\s"'`]{3,60})/gi,
      '$1$2',
    )
  return joined === text ? [] : [joined]
}

/** Digits and letters as people say them (`four, two`, `Golf Alpha`), four or more in a row. */
const saidAs = new Map([
  ...'zero one two three four five six seven eight nine nula jedna dva tři čtyři pět šest sedm osm devět null eins zwei drei vier fünf sechs sieben acht neun'
    .split(' ')
    .map((word, at): [string, string] => [word, String(at % 10)]),
  ...'alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey xray x-ray yankee zulu'
    .split(' ')
    .map((word): [string, string] => [word, word.slice(0, 1)]),
])
const saidWord = `(?:${[...saidAs.keys()].join('|')})`
/** In small letters, which is looked for much faster than both cases at once. */
const saidWords = new RegExp(String.raw`${saidWord}(?:(?:,? |-)${saidWord}){3,40}(?![a-zà-ž])`, 'g')

function withSaid(text: string): string {
  const rows = text.toLowerCase().match(saidWords) ?? []
  return rows.reduce(
    (rest, row) =>
      rest.replace(
        new RegExp(row, 'i'),
        row
          .split(/,? |-/)
          .map((word) => saidAs.get(word) ?? '')
          .join(''),
      ),
    text,
  )
}

/** What Base64 and hex in the text say, where that is text again; with what stood before it. */
function decoded(text: string): readonly string[] {
  const found: string[] = []
  const pairs = text.replace(
    /(?<![\da-f])(?:[\da-f]{2}[ :]){7,400}[\da-f]{2}(?![\da-f])/gi,
    (bytes) => bytes.replace(/[ :]/g, ''),
  )
  for (const match of pairs.matchAll(/[A-Za-z0-9+/_-]{12,4000}={0,2}/g)) {
    const [whole] = match
    const isHex = /^(?:[0-9a-f]{2})+$/i.test(whole)
    const meant = Buffer.from(whole, isHex ? 'hex' : 'base64').toString('utf8')
    if (!/^[\x20-\x7e\n\t\u00a0-\u024f]{6,}$/.test(meant)) continue
    const before = pairs.slice(Math.max(0, match.index - 80), match.index)
    const after = pairs.slice(match.index + whole.length).slice(0, 80)
    found.push(`${before}${meant} ${after}`)
  }
  return found
}

/** A script with what its variables hold: a value may be put together of several. */
function withVariables(text: string): string {
  const assigned = text.matchAll(
    /^[ \t]{0,20}(?:export )?([A-Za-z_]\w{0,30})=(["']?)([^"'\n$]{1,200})\2[ \t]{0,20}$/gm,
  )
  const values = new Map([...assigned].map(([, name = '', , value = '']) => [name, value]))
  return text.replace(
    /\$\{?([A-Za-z_]\w{0,30})\}?/g,
    (whole, name: string) => values.get(name) ?? whole,
  )
}

/** Names of secrets as people mistype them (`pasword`, `passwrod`), put right. */
function corrected(text: string): readonly string[] {
  const right = text.replace(
    /(?<![\p{L}\d])\p{L}{7,12}(?![\p{L}\d])/gu,
    (word) => nearestOf(word.toLowerCase()) ?? word,
  )
  return right === text ? [] : [right]
}

const nearestOf = (word: string): string | undefined =>
  written.includes(word) ? undefined : written.find((name) => isOneSlip(word, name))

/** Long enough that one slip makes no other word of them. */
const written = ['password', 'passwords', 'passwort', 'passphrase', 'credential', 'credentials']

/** Whether one letter is missing, added, other, or changed places with the next. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start += 1
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && left === [...right].toReversed().join('')
}

/** XML and HTML: the name of an element or attribute, and its value after it. */
function elementsOf(text: string): string {
  return text
    .replace(
      /\b(?:key|name|id)=["']([^"'\n]{1,60})["']\s{1,4}value=["']([^"'\n]{0,500})["']/gi,
      ' $1: $2 ',
    )
    .replace(
      /\b(?:key|name|id)=["']([^"'\n]{1,60})["'][^<>\n]{0,100}>([^<\n]{1,500})<\//gi,
      ' $1: $2 ',
    )
    .replace(/<\/(?:summary|dt|th|label)>/gi, ': ')
    .replace(
      /<([a-z][\w:-]{0,40})((?:\s[^<>\n]{0,500})?)>/gi,
      (_whole, name: string, more: string) =>
        inText.has(name.toLowerCase()) ? '' : `${name}:${more} `,
    )
    .replace(/<\/([a-z][\w:-]{0,40})>/gi, (_whole, name: string) =>
      inText.has(name.toLowerCase()) ? '' : ' ',
    )
    .replace(/<!--|-->/g, ' ')
}

const inText = new Set(
  'a b i em strong code kbd span u tt small mark td tr dd p div li table tbody'.split(' '),
)

/** Tables stand between blank lines and the marks of code. */
function tablesOf(text: string): readonly string[] {
  return text
    .split(/\n\s{0,20}\n|^\s{0,12}(?:```|~~~).{0,40}$/m)
    .flatMap((part) => tableOf(part.trim()))
}

/** A line of one word, after the heading or short line above it, which may be its name. */
function namedLines(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => !/^\s*(?:```.*|~~~.*)?$/.test(line))
  const named = lines.flatMap((line, at) => {
    const above = lines[at - 1] ?? ''
    const [, word] =
      /^\s{0,12}(?:[-*+>•]\s{1,3})?["'`*]{0,3}(\S{6,200}?)["'`*]{0,3}\s*$/.exec(line) ?? []
    if (
      word === undefined ||
      above === '' ||
      above.length > 80 ||
      /[=:]\s?[^\s*_`]/.test(above) ||
      /^[A-Z\d_]+=/.test(word)
    )
      return []
    return [`${above.replace(/^[\s#>*+-]{1,12}|[\s:*_`]{1,8}$/g, '')}: ${word}`]
  })
  return named.length > 0 ? [named.join('\n')] : []
}

/** Letters of other alphabets that look like Latin ones, as these. */
function latinOf(text: string): string {
  return text.replace(/[\u0370-\u04ff]/g, (letter) => latin.get(letter) ?? letter)
}

const latin = new Map(
  [...'аеорсухіѕјԁһорАЕОРСУХКМНТВΑΕΟΡΧΚΜΗΤΒΝΙΖο'].map((letter, at) => [
    letter,
    'aeopcyxisjdhopAEOPCYXKMHTBAEOPXKMHTBNIZo'[at] ?? letter,
  ]),
)

/** The cells of a table or of comma-separated lines, each after the head of its column and of its row. */
function tableOf(text: string): readonly string[] {
  const [head = [], ...rows] = text
    .split('\n')
    .filter((line) => !/^[\s|:+=-]+$/.test(line))
    .map(cellsOf)
  if (head.length < 2 || rows.length === 0) return []
  const names = head.map((cell) => (/^pw?$/i.test(cell) ? 'password' : cell))
  const cells = rows.flatMap((row) =>
    row.flatMap((cell, place) => [`${names[place] ?? ''}: ${cell}`, `${row[0] ?? ''}: ${cell}`]),
  )
  return [cells.join('\n')]
}

function cellsOf(line: string): readonly string[] {
  const bare = line.trim().replace(/^\||\|$/g, '')
  return bare.split(bare.includes('|') ? '|' : /[,;\t]/).map((cell) => cell.trim())
}
