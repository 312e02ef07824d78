/** What documentation writes in the place of a secret. */
const placeholder =
  /^[<{[(]|^:'\w+'?$|^@[a-z_./-]*$|^![\p{L}-]*$|^\$[{(]|^\$(?:[A-Z_][A-Z\d_]*|[a-z_]+|[a-z]+(?:[A-Z][a-z]+)+)$|^\$\w+->|^%\w+%$|^&\w+\.?$|^%[sdv]|[>}\])]$|\.\.\.|…|x{4,}|[*•●▪·]{3,}|_{3,}|^(your|my|the|a|an|some|any|new|old|same|own|no|env|process|config|settings|self|this|os|secrets?|vault)(?![\w+!#$%&*=?@~])|^your|your[-_]|^test[-_]?(?:pass|pw|pwd|password|secret|token|key)?\d{0,3}$|[-_]here$|example|placeholder|change[-_]?me|replace[-_]?me|^1password$|vlo[zž]te|redacted|lorem|(?<![a-z\d])(?:dummy|sample|foo|bar|todo|tbd|n\/a)(?![a-z\d])/iu

/** Words that follow `password is` and are none. */
const prose = new Set(
  (
    'required optional stored string strings hashed encrypted invalid valid empty missing wrong correct ' +
    'expired rotated managed generated provided needed used unused unset null none true false undefined ' +
    'protected hidden masked sensitive secret secure private public number integer boolean default reset ' +
    'changed checked validated verified configured defined available supported disabled enabled loaded ' +
    'passed injected never always only not kept saved sent given taken read written created deleted ' +
    'include same-origin omit username password passwords token tokens based authentication authorization manager managers field ' +
    'fields input prompt param parameter parameters variable variables environment file files value values ' +
    'return prázdné prázdný nejvýš nejvýše nejméně minimálně maximálně alespoň nanejvýš vypnuté vypnutý zapnuté povolené zakázané ' +
    'length policy policies form forms rotation refresh access bearer basic header headers service auth ' +
    'something anything another expire expires prevent protect ensure match contain contains again before after ' +
    'printed replaced vault bitwarden keepass lastpass keychain doppler github gitlab okta ldap ' +
    'příliš velmi krátké krátký slabé slabý silné silný neplatné nesprávné veřejné veřejný soukromé šifrované sdílené delší kratší uživatel klikne změněno změněné nastaveno nastavené smazáno zapomenuto povinné povinný uloženo uložené volitelné potřeba jiné stejné nutné správné špatné'
  ).split(' '),
)

/** Whether something that stands where a secret would is one: no placeholder, no code, no plain prose. */
export function isPlausibleValue(found: string): boolean {
  const value = found.replace(/^["'`“”„(]+|["'`“”.,;:!?)]+$/g, '')
  if (value.length < 6 || placeholder.test(value)) return false
  if (prose.has(value.toLowerCase())) return false
  // Code that reads a secret holds none: os.environ["KEY"], get_secret(), KEY_NAME.
  if (/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+=?$|\w\(|^[./~]|^https?:|::|=>|^--|^\d+\)/.test(value))
    return false
  return !isMember(value)
}

/** `config.db.password`: code again; `Meadow.Rain77` is none. */
function isMember(value: string): boolean {
  if (/^\p{Lu}\p{Ll}{2,}\.\p{Lu}\p{Ll}{2,}$/u.test(value)) return inPrograms.test(value)
  if (
    !/^[\w$]+(\.[\w$]+)+$/.test(value) ||
    /^(?!this|self|config|process|props|state)(?:[a-z]{4,10}\.){3,6}[a-z]{4,10}$/.test(value)
  )
    return false
  return (
    !/\d/.test(value) ||
    /^[a-z\d_.$]+\.[a-z_$]+$/.test(value) ||
    /^(?:process|env|os|config|cfg|settings|self|this|app|ctx|context|req|request|res|response|data|args|params|props|secrets?|vars?|local|module|github|inputs|steps|values|st|db|client|user|auth)\.|\.(?:\w*(?:password|token|key|secret|value|text|name|id|env)\d?)$/i.test(
      value,
    )
  )
}

/** As above, and not a mere word: it holds a digit, or mixes what words do not mix. */
export function isPlausibleKey(found: string): boolean {
  if (!isPlausibleValue(found)) return false
  const value = found.replace(/^["'`“”„]+|["'`“”.,;]+$/g, '')
  if (value.length < 8) return false
  const hasDigit = /\d/.test(value)
  if (/^[a-z]+([-_][a-z]+)*\d?$/i.test(value))
    return (
      value.length >= 16 &&
      (isIrregular(value) || /[a-z][A-Z]{2,}[a-z]|[A-Z]{2}[a-z]+[A-Z]/.test(value))
    )
  return hasDigit || /[!#$%^&*+=?@~]/.test(value)
}

/** Changes between small letters, capitals and digits as no name made of words has them. */
export function isIrregular(value: string): boolean {
  const changes = value.match(/[a-z](?=[A-Z\d])|[A-Z](?=[a-z\d])|\d(?=[A-Za-z])/g)?.length ?? 0
  const inWords = value.match(/(?=[a-z]{0,6}[aeiouy])[a-z]{3,}/g)?.join('').length ?? 0
  return changes >= 5 && inWords < 0.5 * value.length
}

/** Words that names in programs are made of. */
export const inPrograms =
  /Auth|User|Token|Pass|Key|Secret|Reset|Field|Input|Form|Control|Manag|Servic|Handl|Hash|Log|Error|Except|Valid|Provid|Polic|Encod|Store|Stor|Client|Server|Config|Factor|Build|Request|Respon|Data|Type|Mode|View|Page|Button|Dialog|Test|Event|Api|Count|Access|Option|Setting|Load|Cach|Util|Help|Check|Repos|Modul|Contex|Session|Account|Role|Permis|Credential|Strateg|Middle|Guard|Hook|Sync|File|Model|Schema|Table|Query|Inject|Tool|Text|Content|Compon|Class|Object|List/

const MIN_RANDOM = 20

/** The numbers that services give their messages, calls, runs and customers (`msg_…`, `cus_…`): no secrets. */
export const isMessageId = (text: string): boolean =>
  /^(?:srv)?(?:toolu|msg|req|call|run|ses|chatcmpl|resp|item|cus|price|prod|sub|acct|evt|txn)_/.test(
    text,
  )

/** Whether a long word is random: cases and digits mixed as no name mixes them. */
export function isRandom(text: string): boolean {
  // A path of names is judged by its longest.
  const parts = text.includes('-') ? text.split('/') : [text]
  const found = parts.toSorted((a, b) => b.length - a.length)[0] ?? text
  if (found.length < MIN_RANDOM) return false
  if (bitsOf(found) < 3.6) return false
  const digits = found.replace(/\D/g, '').length
  const upper = found.replace(/[^A-Z]/g, '').length
  const lower = found.replace(/[^a-z]/g, '').length
  if (/^(?:[a-z]{2,6}_)?[a-z\d]{32,}$/.test(found))
    return (
      digits >= 6 &&
      (found.match(/[a-z](?=\d)|\d(?=[a-z])/g)?.length ?? 0) >= 8 &&
      /[g-z].*[g-z].*[g-z]/.test(found)
    )
  if (upper < 2 || lower < 2) return false
  // Names made of words (camelCase, Path/Names, v2) change between cases and digits seldom.
  const changes = found.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])|[a-z](?=[A-Z])/g)?.length ?? 0
  const words = found.match(/[A-Za-z]?[a-z]{4,}/g)?.join('').length ?? 0
  if (digits >= 2) return changes >= 4 && words / found.length < 0.6
  return changes >= found.length / 6 && words / found.length < 0.45
}

/** Whether it is where a list goes on, in Base64: a few numbers and short words by their names, none of a secret. */
export function isCursor(found: string): boolean {
  const meant = Buffer.from(found, 'base64').toString('utf8')
  return (
    (/^(?:\w{1,20}=[\w.:,-]{0,16}(?: [a-z]{1,6})?(?:[;&,] ?|$)){2,8}$/.test(meant) ||
      /^\{(?:"\w{1,20}": ?(?:-?\d{1,19}(?:\.\d{1,6})?|true|false|null|"[\p{L}\d :.,_-]{0,40}"),? ?){1,6}\}$/u.test(
        meant,
      )) &&
    !/pass|pwd|secret|token|key|auth|cred|hes/i.test(meant)
  )
}

/** Whether it is a sentence or a plain name in Base64; what that says is looked at by itself. */
export function isSentence(found: string): boolean {
  const meant = Buffer.from(found, 'base64').toString('utf8')
  return (
    /^[a-z]{2,}(?:[-.][a-z\d]{1,20}){0,6}$/.test(meant) ||
    (/^[\x20-\x7e\u00a0-\u024f]+$/.test(meant) &&
      ((meant.match(/\p{L} \p{L}/gu)?.length ?? 0) > 2 ||
        /^\p{L}{2,}(?: \p{L}{1,20}){2,}[.!?…]?$/u.test(meant)))
  )
}

/** Shannon's entropy of the characters, in bits for each. */
function bitsOf(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}
