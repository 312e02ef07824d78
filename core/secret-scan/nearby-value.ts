import { isIrregular, isPlausibleValue } from './plausible-value.ts'

/** Words around a secret are separated by these. */
const between = /[\s"'`„“”«»|,;<>()[\]{}]+/

/** Words with digits that people write beside `password` and `token`, and that are none. */
const technical =
  /^(?:sha|md|utf|base|oauth|argon|pbkdf|bcrypt|scrypt|rs|hs|es|ps|http|ipv|ed|aes|rsa|gpt|claude|gemini|llama|mistral|python|node|postgres|java|php|iso|rfc|log|int|uint|float|win|arm|amd)[\d._-]|^\d{4}-\d\d|^v?\d+(?:\.\d+)+|^[@\w./-]+@[\^~]?\d+(?:\.[\dx]+)*$|^(?:sonnet|opus|haiku)-|^[a-z]{2}-[a-z]{4,12}-\d$/i

/** A value beside the name of a secret (a password, a key), where no sign says that it is one. */
export function nearbyValue(before: string, after: string): string | undefined {
  return firstIn(after) ?? firstIn(before)
}

function firstIn(text: string): string | undefined {
  return text
    .split(between)
    .map(valueOf)
    .find((value) => isStrong(value) || isMixed(value))
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
  if (
    /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.test(value)
  )
    return true
  if (!mayBe(value)) return false
  if (isMadeUp(value)) return true
  if (/^[\w!#$%^&*+?@-]+$/.test(value) && isIrregular(value)) return true
  if (!/^[\p{L}\d._-]+$/u.test(value) || /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/.test(value)) return false
  if (/\.(?:[a-z]{1,4}|md|json\d?)$/.test(value)) return false
  if (/^(?:[a-z]{3,}-){3,}[a-z]{3,}$/.test(value)) return !connecting.test(value)
  return /\p{L}{3,}[._-]?\d{1,4}$|^\d{2,4}\p{Lu}\p{L}{2,}|(?:\p{L}\d+){3,}|^[\da-f-]{32,64}$/u.test(
    value,
  )
}

/** Groups of capitals and digits; three words run together, or two with a sign between: no name in a program. */
function isMadeUp(value: string): boolean {
  if (/^(?:[A-Z\d]{4,8}-){2,}[A-Z\d]{4,8}$/.test(value))
    return /[A-Z]/.test(value) && /\d/.test(value)
  if (/^\p{L}{3,}[!#$%^&*+?~@]\p{L}{3,}[!?+*#]?$/u.test(value)) return true
  return /^(?:\p{Lu}\p{Ll}{2,}){3,}$/u.test(value) && !inPrograms.test(value)
}

/** Words that names in programs are made of. */
const inPrograms =
  /Auth|User|Token|Pass|Key|Secret|Reset|Field|Input|Form|Control|Manag|Servic|Handl|Hash|Log|Error|Except|Valid|Provid|Polic|Encod|Store|Stor|Client|Server|Config|Factor|Build|Request|Respon|Data|Type|Mode|View|Page|Button|Dialog|Test|Event|Api|Count|Access|Option|Setting|Load|Cach|Util|Help|Check|Repos|Modul|Contex|Session|Account|Role|Permis|Credential|Strateg|Middle|Guard|Hook|Sync|File|Model|Schema|Table|Query|Inject|Tool|Text|Content|Compon|Class|Object|List/

/** Words in names of things, and not in phrases that somebody made up. */
const connecting =
  /(?:^|-)(?:the|and|that|this|for|with|from|not|non|your|key|token|api|app|based|long|auto|read|reads|use|per|pre|post|all|get|set|new|old|run|real|time)(?:-|$)/

function mayBe(value: string): boolean {
  const fits = value.length >= 8 && value.length <= 120
  return fits && !technical.test(value) && isPlausibleValue(value)
}
