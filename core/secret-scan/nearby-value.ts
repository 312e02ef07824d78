import {
  inPrograms,
  isCursor,
  isIrregular,
  isMessageId,
  isPlausibleValue,
  isSentence,
} from './plausible-value.ts'

/** Words around a secret are separated by these. */
const between = /[\s"'`„“”«»|,;<>()[\]{}→←]+/

/** Words with digits that people write beside `password` and `token`, and that are none. */
const technical =
  /^(?:sha|md|utf|base|oauth|argon|pbkdf|bcrypt|scrypt|rs|hs|es|ps|http|ipv|ed|aes|rsa|gpt|claude|gemini|llama|mistral|python|node|postgres|java|php|iso|rfc|log|int|uint|float|win|arm|amd)[\d._-]|^\d{4}-\d\d|^v?\d+(?:\.\d+)+|^[@\w./-]+@[\^~]?(?:\d+(?:\.[\dx]+)+|\d{1,3})$|^(?:sonnet|opus|haiku)-|^[a-z]{2}-[a-z]{4,12}-\d$|^[a-z]{2}\d{5}(?:\.[a-z]{2}-[a-z]{4,12}-\d)?$/i

/** A value beside the name of a secret (a password, a key), where no sign says that it is one. */
export function nearbyValue(before: string, after: string): string | undefined {
  return firstIn(after) ?? firstIn(before)
}

function firstIn(text: string): string | undefined {
  return wordsOf(text).find((value) => isStrong(value) || isMixed(value))
}

/**
 * Values anywhere in a text that speaks of secrets. Further from the name less is taken for one than nearby: names
 * of programs, and words in a row, are none.
 */
export function shapedValues(text: string): readonly string[] {
  return wordsOf(text).filter(
    (value) => !isOfPrograms(value) && (isStrong(value) || isHexKey(value) || isMixed(value)),
  )
}

/** The same where a text speaks only of signing in, locks or accounts. */
export function passwordShapes(text: string): readonly string[] {
  return wordsOf(text).filter(
    (value) =>
      !isOfPrograms(value) &&
      !/^[\da-f-]+$/i.test(value) &&
      (isStrong(value) || (isMixed(value) && !/^[a-z]{1,8}[._-]?v?\d{1,2}$/i.test(value))),
  )
}

/** Values that are passwords wherever they stand: letters, digits and signs in one word, or a word and a year. */
export function unmistakable(text: string): readonly string[] {
  const words = wordsOf(text).filter((value) => value.length >= 8 && value.length <= 40)
  const common = words.filter((value) => wordAndNumber.test(value) && !inPrograms.test(value))
  return [
    // Terms of years stand several together.
    ...(common.length > 1 && common.every((value) => term.test(value)) ? [] : common),
    ...[...text.matchAll(dashAndYear)].map(([value]) => value),
    ...words.filter(
      (value) =>
        isNameAndBirthday(value) ||
        isMadeOfWords(value) ||
        (/\p{L}/u.test(value) &&
          /\d/.test(value) &&
          /[!#$%^&*+?=@~§]/.test(value) &&
          !/[/\\=]|^[.#@$%-]|\.(?:js|css|map|whl|jar|zip|gz)$|\w\(|^\W+\w+\W+$|^v?\d+[.\d]*\+|^[a-z]+(?:[+&][a-z\d]+)+$|@\w+\.\w|[/.]\S*#L?\d+$|^[\w-]+#\d+$|^[\w.-]+@[a-z][\w.-]*$|^\w+[*?]$|^\p{Ll}+\d\+\p{Ll}+\d$/u.test(
            value,
          ) &&
          isPlausibleValue(value) &&
          !technical.test(value)) ||
        isSigned(value) ||
        isRandomWord(value) ||
        isGrouped(value),
    ),
  ]
}

/** `meadow1977`, `Rain_meadow77`. */
const wordAndNumber =
  /^\p{Lu}?\p{Ll}{4,}(?:19|20)\d\d[!#*+?]?$|^\p{Lu}\p{Ll}{3,}[._-]\p{L}\p{Ll}{3,}[1-9]\d$/u
const term = /^(?:spring|summer|autumn|fall|winter|jaro|léto|leto|podzim|zima)\d{4}$/i
/** `Meadow-1977*`, where the sign is none of mark-up. */
const dashAndYear =
  /[A-ZÁ-Ž][a-zà-ž]{3,15}[-._](?:19|20)\d\d[!#*+?](?![\wà-ž*])(?<!(?:[\w*-]|\*[^*\n]{1,60})[A-ZÁ-Ž][a-zà-ž]{3,15}.{6})/g

/** `meadow@Rain77=x`: both cases, digits and two kinds of signs, as no address, query or program is. */
const isSigned = (value: string): boolean =>
  /^[a-z\d][\w!#$%^&*+=?@~-]{9,23}$/i.test(value) &&
  [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(value)) &&
  new Set(value.match(/[!#$%^&*+=?@~_]/g)).size > 1 &&
  !/^\w+(?:-\w+)*=|[?&]\w+=|@[a-z\d-]+$|^[A-Z]\w+#[a-z]|==$|_[A-Z]\w*[=!]/.test(value)

/** `meadow.fiddle.83Orchard`, `SADDLE797pigeon`, `lattq-Qnely2-dlmeoi`, `26kvetna1957`: as programs and people make passwords, and nothing else. */
const isMadeOfWords = (value: string): boolean =>
  /^[A-Z]{4,}\d{3}[a-z]{4,}$/.test(value) ||
  isKeyboardWalk(value) ||
  (isLongRow.test(value) && !connecting.test(value)) ||
  /^\p{Ll}{3,}([._-])\p{Ll}{3,}\1\d{1,2}\p{Lu}\p{Ll}{3,}$/u.test(value) ||
  /^\d{1,2}\.?(?:ledna|unora|brezna|dubna|kvetna|cervna|cervence|srpna|zari|rijna|listopadu|prosince|january|february|march|april|may|june|july|august|september|october|november|december)(?:19|20)\d\d$/i.test(
    value,
  ) ||
  (/^[A-Za-z\d]{3,7}(?:-[A-Za-z\d]{3,7}){2}$/.test(value) &&
    /^[^A-Z]*(?:^|-)[A-Z][^A-Z]*$/.test(value) &&
    /^\D*[a-z]\d(?:-|$)\D*$/.test(value) &&
    /^[A-Za-z]/.test(value))

/** `asdfJKL27mnb`, `qazWSX45edc`: keys beside one another, and a number. */
const isKeyboardWalk = (value: string): boolean =>
  /^(?:1?qaz|wsx|edc|rfv|asdf|qwer|poiu|lkjh|mnbv|zxcv|yxcv|1q2w)\S*\d/i.test(value) &&
  /^[\w!#$%&*+?@-]+$/.test(value)

/** `harbor-meadow-saddle-cactus70`: four long words and a number. */
const isLongRow = /^(?:[a-z]{4,10}-){3,6}[a-z]{4,10}\d{2}$/

/** `Adam140388`, `micka21102002`: a name and a day of birth. */
const isNameAndBirthday = (value: string): boolean =>
  /^\p{L}\p{Ll}{2,}(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d$/u.test(value) ||
  /^\p{Lu}\p{Ll}{2,}(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d\p{L}?$/u.test(value)

/** As browsers and phones make them (`lattqd-qn2ely-Dlmeoi`); or signs of several kinds between both cases. */
const isGrouped = (value: string): boolean =>
  /^\p{L}+\d\p{L}+\d[\p{L}\d]*[._-]\d{2,4}\p{L}?$/u.test(value) ||
  (/^[A-Za-z\d]{3}(?:-[A-Za-z\d]{4}){2}$/.test(value) && /[a-z][A-Z]/.test(value)) ||
  (/^[a-z\d]{6}(?:-[a-z\d]{6}){2}$/i.test(value) && /\d/.test(value) && /[A-Z]/.test(value)) ||
  (value.length >= 10 &&
    isStrong(value) &&
    !isOfPrograms(value) &&
    !/[/\\@.:=]|\w\(|^\W?\w+\W?$|^[A-Z]\w+#[a-z]\w+\?$|^(?:[A-Z\d]+|[a-z-]+)#\d+$/.test(value))

/** Cases and digits mixed as in no name: `QJU7ywbjtPjnszEzC`. */
const isRandomWord = (value: string): boolean =>
  /^(?!0x)[A-Za-z\d_-]{10,}$/.test(value) &&
  (value.match(/\d/g)?.length ?? 0) >= 2 &&
  /[A-Z]/.test(value) &&
  /[g-z]/.test(value) &&
  isIrregular(value) &&
  !isMessageId(value) &&
  !isCompound(value) &&
  !isCursor(value) &&
  !isSentence(value)

/** Keys in hexadecimal digits, which sums of files are too: only where a text speaks of keys. */
export function hexKeys(text: string): readonly string[] {
  return wordsOf(text).flatMap((word) => {
    // A commit, a blob, a tree: what a link leads to.
    const parts = word.replace(/\/(?:commits?|blob|tree)\/[\da-f]+/gi, '').split(/[:/]/)
    return parts.map((part) => part.replace(/-us\d{1,2}$/, '')).filter(isHexKey)
  })
}

function wordsOf(text: string): readonly string[] {
  return text.replace(account, ' ').split(between).map(valueOf)
}

/** The name of a user in a command or a file of settings. */
const account =
  /(?<=\s-[uU]\s|(?:^|\W)(?:user(?:name)?|uid)["']?\s?[:=]\s?["']?)[\w.@-]{1,60}(?![\w.@-]*[:/])/gim

const isHexKey = (value: string): boolean =>
  /^(?:[\da-f]{20,128}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i.test(value) &&
  /\d/.test(value) &&
  /[a-f]/i.test(value)

/** `user+dataset`, `TeammateMessageItem`, `a3b2c4d5e6f7`, `docs/a-1.md#part`: names in programs, files and links. */
function isOfPrograms(value: string): boolean {
  return (
    /^[a-z]+\d*(?:[+&][a-z]+\d*)+\W?$|^(?:\p{Lu}\p{Ll}+){2,}$|^[\da-f]{7,19}$|^[^/.#]*[/.#].*#/u.test(
      value,
    ) ||
    (/^(?:[a-z\d]+-)+[a-z]+$|^(?:[a-z\d]+-){3,}[a-z\d]+$/.test(value) && !isWordRow(value, 4)) ||
    (value.includes('/') && !/[+=]/.test(value))
  )
}

/** Without what sentences and mark-up put around a value, and without a name before it. */
function valueOf(word: string): string {
  if (/^(?:sha\d+|md5|blake\w+):/i.test(word)) return ''
  if (/^(?:user(?:name)?|uid|host|server|db|database|login)=/i.test(word)) return ''
  const bare = word.replace(/^[*_~:=]{1,4}|[*_~:.]{1,4}$/g, '')
  const [, named] = /^[\w.-]{1,40}:([^:/]\S{7,})$/.exec(bare) ?? []
  const [, assigned] = /^[\w.-]{1,40}=([^=]\S{7,})$/.exec(bare) ?? []
  const [, second] = /^[\w.@-]{2,40}\/([^/\s]{8,60})$/.exec(bare) ?? []
  return named ?? assigned ?? second ?? bare
}

/** Letters, digits and signs in one word, as in a password and in little else. */
function isStrong(value: string): boolean {
  if (!mayBe(value)) return false
  if (
    /^https?:|^[./~]|^--?\w|^\$(?:[A-Z_]+|[a-z_]+)$|^\$\{?[A-Z][A-Z_]{2,}|^%\w+%$|\/\/|\w\+\+$|==|=>|&&|^[A-Z][A-Z\d_]*=|^(?:[a-z_.-]+|[a-z]+(?:[A-Z][a-z]+)+)=[^=]{0,7}$/.test(
      value,
    )
  )
    return false
  if (/^#[\da-f]{3,8}$|=\$$|^[\w.]*_[A-Za-z]+=$/i.test(value)) return false
  if (
    /^[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}$|^[?&]?[a-z_]+=[\w.-]*(?:&[a-z_]+=[\w.-]*)*$/.test(
      value,
    )
  )
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
  if (!mayBe(value) || isCompound(value)) return false
  if (/^[\da-f]{7,10}$/.test(value)) return false
  if (isMadeUp(value) || /^\p{Lu}\p{Ll}{3,}\d\d[_.]\p{L}{3}$/u.test(value)) return true
  if (/^[\w!#$%^&*+?@-]+$/.test(value) && isIrregular(value)) return true
  if (isWordRow(value, 4)) return true
  if (!/^[\p{L}\d._-]+$/u.test(value) || /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/.test(value)) return false
  if (/\.(?:[a-z]{1,4}|md|json\d?)$/.test(value)) return false
  if (/^(?:[A-Z]{2,10}|[a-z]{2,10}|[A-Za-z]{2,4})-\d{1,6}$/.test(value)) return false
  if (/\p{L}\d\p{L}{1,6}\d\p{L}/u.test(value)) return true
  if (/^(?:[a-z]{3,}-){3,}[a-z]{3,}$/.test(value)) return !connecting.test(value)
  return /\p{L}{3,}[._-]?\d{1,4}$|^\p{Lu}\p{Ll}{3,}[._]\d{5}$|^\p{L}{3,}\d{3,4}\p{L}{1,2}\d?$|^\d{2,4}\p{Lu}\p{L}{2,}|(?:\p{L}\d+){3,}|^[\da-f-]{32,64}$/u.test(
    value,
  )
}

/** `ErrNoToken`, `days_since_last_claim_7`, the number of a record in Salesforce. */
const isCompound = (value: string): boolean =>
  (/^(?:\p{Lu}\p{Ll}{1,}){3,}$/u.test(value) && inPrograms.test(value)) ||
  /^[a-z]+(?:_[a-z]+){2,}_?\d*$|^00[\dA-Za-z]{13}(?:[A-Z]{3})?$|^[CUTGBDW]0[A-Z\d]{8,10}$|^(?:cus|price|prod|pi|sub|acct)_[A-Za-z\d]{10,30}$|^#[\da-f]{6,8}$/.test(
    value,
  )

/** Long words with signs between, `least` or more, as a generator of passwords makes them. */
export const isWordRow = (value: string, least = 3): boolean =>
  /^(?:[a-z]{4,10}[-._]){2,6}[a-z]{4,10}$/.test(value) &&
  value.split(/[-._]/).length >= least &&
  !connecting.test(value) &&
  !value.split(/[-._]/).some((word) => inPrograms.test(`${word[0]?.toUpperCase()}${word.slice(1)}`))

/** Groups of capitals and digits; three words run together, or two with a sign between: no name in a program. */
function isMadeUp(value: string): boolean {
  if (/^(?:[A-Z\d]{4,8}-){2,}[A-Z\d]{4,8}$/.test(value))
    return /[A-Z]/.test(value) && /\d/.test(value)
  // An account and its machine.
  if (
    /^(?:user|me|you|name|root|admin|deploy|git|ubuntu|debian)@\p{Ll}+$|@(?:host|jump|bastion|laptop|server|localhost)$/u.test(
      value,
    )
  )
    return false
  if (/^\p{L}{3,}[!#$%^&*+?~@]\p{L}{3,}[!?+*#]?$/u.test(value)) return true
  return (
    /^(?:\p{Lu}\p{Ll}{2,}){3,}$|^(?:\p{Lu}\p{Ll}+){3,}[!?]$/u.test(value) && !inPrograms.test(value)
  )
}

/** Words in names of things, and not in phrases that somebody made up. */
const connecting =
  /(?:^|-)(?:the|and|that|this|for|with|from|not|non|your|key|token|api|app|based|long|auto|read|reads|use|per|pre|post|all|get|set|new|old|run|real|time)(?:-|$)/

function mayBe(value: string): boolean {
  const fits = value.length >= 8 && value.length <= 120
  if (!fits || technical.test(value) || isMessageId(value)) return false
  return isPlausibleValue(value) && !(value.length > 19 && (isSentence(value) || isCursor(value)))
}
