import { isPlausibleValue } from './plausible-value.ts'

/** Words around a secret are separated by these. */
const between = /[\s"'`„“”«»|,;<>()[\]{}]+/

/** Nothing but marks, or words that lead from the name of a secret to the secret. */
const leads = new RegExp(
  [
    /(?:[^\n.;]{0,40}\s)?(?:is|are|was|were|je|jsou|bylo|zní|znie|lautet|ist|est|es|to|from|enter|type|use|say|zadej|zadat|napiš|použij)\s{1,3}["'`„“«(*~]{0,4}/,
    /(?:\s(?:for|of|to|k|ke|do|pro|na|für|du|de)\s[^\n.;:]{1,40}?)?[\s"'`„“«:=(–—→>*~/-]{1,10}/,
    /[^\n.;]{0,40}[\s:=(]{1,4}[\w.-]{1,30}\s?\/\s?/,
    /[^\n.;]{0,40}[\s:=(][\w.-]{1,30}:/,
  ]
    .map(({ source }) => `^(?:${source})$`)
    .join('|'),
  'i',
)
/** The same, where the secret comes first. */
const follows =
  /^["'`”“»)*~]{0,4}\s{1,3}(?:(?:is|was|as|je|jako|ist|est|for|=)\s{1,3})?(?:(?:the|our|a|my|its|current|new|old)\s)?$/i

/** Words with digits that people write beside `password` and `token`, and that are none. */
const technical =
  /^(?:sha|md|utf|base|oauth|argon|pbkdf|bcrypt|scrypt|rs|hs|es|ps|http|ipv|ed|aes|rsa|gpt|claude|gemini|llama|mistral|python|node|postgres|java|php|iso|rfc|log|int|uint|float|win|arm|amd)[\d._-]|^\d{4}-\d\d|^v?\d+(?:\.\d+)+|^[@\w./-]+@[\^~]?\d+(?:\.[\dx]+)*$|^(?:sonnet|opus|haiku)-/i

/** A value beside the name of a secret (a password, a key), where no sign says that it is one. */
export function nearbyValue(before: string, after: string): string | undefined {
  return firstIn(after, leads) ?? lastIn(before)
}

function firstIn(text: string, direct: RegExp): string | undefined {
  let at = 0
  for (const word of text.split(between)) {
    const place = text.indexOf(word, at)
    at = place + word.length
    const value = valueOf(word)
    if (isStrong(value)) return value
    const gap = text.slice(0, place + word.indexOf(value))
    if (isMixed(value) && direct.test(gap)) return value
  }
  return undefined
}

function lastIn(text: string): string | undefined {
  for (const word of text.split(between).toReversed()) {
    const value = valueOf(word)
    if (value.length < 8 || !(isStrong(value) || isMixed(value))) continue
    const end = text.lastIndexOf(value) + value.length
    return follows.test(text.slice(end)) ? value : undefined
  }
  return undefined
}

/** Without what sentences and mark-up put around a value, and without a name before it. */
function valueOf(word: string): string {
  const bare = word.replace(/^[*_~:=]{1,4}|[*_~:.]{1,4}$/g, '')
  const [, named] = /^[\w.-]{1,40}:([^:/]\S{7,})$/.exec(bare) ?? []
  const [, assigned] = /^[\w.-]{1,40}=([^=]\S{7,})$/.exec(bare) ?? []
  return named ?? assigned ?? bare
}

/** Letters, digits and signs in one word, as in a password and in little else. */
function isStrong(value: string): boolean {
  if (!mayBe(value)) return false
  if (
    /^https?:|^[./~]|^--?\w|^\$(?:[A-Z_]+|[a-z_]+)$|^%\w+%$|\/\/|\w\+\+$|==|=>|&&|^[A-Z][A-Z\d_]*=|^(?:[a-z_.-]+|[a-z]+(?:[A-Z][a-z]+)+)=[^=]{0,7}$/.test(
      value,
    )
  )
    return false
  if (/^[\w.+-]+@[\w-]+\.[a-z]{2,}$|^[?&]?[a-z_]+=[\w.-]*(?:&[a-z_]+=[\w.-]*)*$/.test(value))
    return false
  if (!/\p{Ll}/u.test(value) && !/\p{Lu}/u.test(value)) return false
  const signs = new Set(value.match(/[!#$%^&*+?=@~]/g))
  if (/\d/.test(value)) return signs.size > 0
  return signs.size > 1 && /\p{Ll}/u.test(value) && /\p{Lu}/u.test(value) && !value.includes('/')
}

/** Letters with digits at an end or among them, as no plain word has them; or words in a row. */
function isMixed(value: string): boolean {
  if (!mayBe(value)) return false
  if (/^[\w!#$%^&*+?@-]+$/.test(value) && isIrregular(value)) return true
  if (!/^[\p{L}\d._-]+$/u.test(value) || /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/.test(value)) return false
  if (/\.(?:[a-z]{1,4}|md|json\d?)$/.test(value)) return false
  if (/^(?:[a-z]{3,}-){3,}[a-z]{3,}$/.test(value)) return !connecting.test(value)
  return /\p{L}{3,}[._-]?\d{1,4}$|^\d{2,4}\p{Lu}\p{L}{2,}|(?:\p{L}\d+){3,}|^[\da-f-]{32,64}$/u.test(
    value,
  )
}

/** Changes between small letters, capitals and digits as no name made of words has them. */
function isIrregular(value: string): boolean {
  const changes = value.match(/[a-z](?=[A-Z\d])|[A-Z](?=[a-z\d])|\d(?=[A-Za-z])/g)?.length ?? 0
  const inWords = value.match(/[a-z]{3,}/g)?.join('').length ?? 0
  return changes >= 5 && inWords < 0.4 * value.length
}

/** Words in names of things, and not in phrases that somebody made up. */
const connecting =
  /(?:^|-)(?:the|and|that|this|for|with|from|not|non|your|key|token|api|app|based|long|auto|read|reads|use|per|pre|post|all|get|set|new|old|run|real|time)(?:-|$)/

function mayBe(value: string): boolean {
  const fits = value.length >= 8 && value.length <= 120
  return fits && !technical.test(value) && isPlausibleValue(value)
}
