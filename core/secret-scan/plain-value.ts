import { isWordRow } from './nearby-value.ts'
import { isPlausibleValue } from './plausible-value.ts'

/** Words that stand alone in lists of fields, states and tools, and are no passwords. */
const fields =
  /^(?:user|name|email|e-mail|login|host|port|database|schema|role|scope|group|status|type|title|notes?|owner|server|client|admin|sign|log|auth|oauth|saml|sso|ldap|api|hash|salt|argon|bcrypt|scrypt|session|cookie|reset|verify|valid|change|confirm|current|enable|disable|require|option|default|example|usage|return|import|export|const|select|update|delete|insert|create|yes|no|true|false|todo|done|vault|keychain|bitwarden|keepass|lastpass|password|passwd|secret|token|heslo|jméno|jmeno|include|same|omit|hybrid|local|safe|markdown|python|bash|json|yaml|dotenv|toml|console|shell|typescript|javascript|properties|terraform|dockerfile|uživatel|uzivatel|účet|přihl|server|adresa|popis|poznámk|nic|není|nutné|povinné|security|encrypt|authent|authoriz|permission|access|config|setting|deprecat|legacy|environment|variable|production|staging|development|testing|metabase|airflow|grafana|tableau|jenkins|kafka|postgres|mysql|redis|docker|kubern|github|gitlab|slack|jira|confluence)/i

/** A date that is a password, or a birthday: nobody changes a password in a year that is long past. */
const oldDate =
  /(?<!\d)(?:19[3-9]\d|200\d|201[0-5])(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)|(?<!\d)\d{1,2}\. ?\d{1,2}\. ?(?:19[3-9]\d|200\d)(?!\d)|(?<!\d)(?:[0-2]\d|3[01])(?:0[1-9]|1[0-2])(?:19[3-9]\d|200\d)(?!\d)|(?<!\p{L})(?:\d{1,2}[ .-]{0,2})?(?:January|February|March|April|May|June|July|August|September|October|November|December|ledna|února|unora|března|brezna|dubna|května|kvetna|června|cervna|července|cervence|srpna|září|zari|října|rijna|listopadu|prosince)[ .-]?(?:\d{1,2}[ -])?(?:19[3-9]\d|200\d)(?!\d)/gu

/** A word that stands alone: in a line, a bullet, a cell, the answer to a question. */
const alone =
  /^(?![\s>]{0,12}```[\w+#.-]{1,20}$)[\s>|*+•-]{0,12}(?:\d{1,3}[.)]\s|\[[ x]\]\s|[A-Z]:\s|A\s?:\s|[*\p{L}]{2,24}\s\d{1,2}:\d\d:\s)?["'`„“‚‘»«*_~]{0,3}([\p{L}\d][\p{L}\d!#$%&*+?@._-]{5,40}?)["'`”“’«»*_~|\s]{0,4}\.?$/gmu

/** A word at the end of a line behind a colon, or in parentheses. */
const pointedAt =
  /(?:(?<![\w/])(?<!(?:user(?:name)?|uid|host|login|db|database|schema|port|role|name|env|owner|jméno|uživatel|driver|server)["']?\s?)[:→=][ \t]["'`*„“]{0,3}([\p{L}\d][\p{L}\d!#$%&*+?@._-]{5,40}?)["'`*.”“]{0,3}\s{0,4}$|\(([\p{L}\d]{6,30})\))/gmu

/** Two words in one, as a name in a program seldom is: only these are looked for in the middle of a line. */
const inside =
  /(?:[:→]|(?:pw|pwd|psw|PW|Pw|creds?|PASSWORD|Password|usr\s\S{2,30}))\s["'`*„“]{0,3}(\p{Lu}\p{Ll}{3,}\p{Lu}\p{Ll}{3,})(?=["'`”“]?(?:[.,;)]|\s[—–(·]|\s(?:usr|user|USER|for)\s|\s*$))/gmu

/** A word after what people say before they tell one. */
const told =
  /(?<![\p{L}\d])(?:type|enter|(?:wi-?fi|wlan)[^\n]{0,60}?key is|[\w.-]{2,30},\s(?:heslo|hes\.|password|pass|pw|psw|secret word)|both times|psk|new one is|only now|hasn['’]t changed[^\n,]{0,30}, still|hardcoded[^\n(]{0,20}\(|tedy|slovem|default to|(?:sign|log) in as \S{2,30} using|má od \p{L}{3,10}|nez?měn\p{L}{2,4}, (?:pořád|stále)|(?:heslo|hesol|password) (?:na|do|for|to) \p{Lu}\S{2,20}|danach|(?:as|user) [\w.-]{2,30},? and then|(?:with|as) [\w.-]{2,30} and password|stejn\p{L}{1,2} heslo,|one password,|as (?:last \p{L}{4,5}|always|before|ever),|say|now it['’]?s|it['’]s|it is|so it is|je to|to je|tedy|teď|nyní|platí|zadej|zadejte|zadává se|napsat|napiš|píše se|použij|funguje|bylo|wpisujemy|wpisz|jest to|lautet jetzt|lautet|heißt|odvtedy je to|otevírá na|otevírá větou|větou|opens? with|open with|sign(?:ed)? in with|log(?:ged)? in with|unprotect with|unlocks? with|protected with|parser needs|rozbalit přes|nimm|teď je tam|tam je|se dává|dává se|pw|pwd|psw|creds?|🔑|🔒|heslem|(?:jako|přístupové) heslo|(?:initial|temporary) password|zadáš|zkus|(?:jm[eé]nom?|menom|uživatel\p{L}?|účet|user|login)\s\S{2,30},?\s(?:a\s)?(?:heslo|heslem|heslom|password|pw)|(?:p[rř][ií]stup|access)\p{L}{0,3}\s[^\n:]{2,60}:\s\S{2,30}\s(?:\/|a pak|and then)|spell(?:ed)? it[^\n:]{0,30}:|heslo(?=\s\p{Ll}{12,})|(?:hesl(?:o|em)|has[lł]o|passphrase|password|passwort)(?=\s[a-z]{4,10}-[a-z]{4,10}-[a-z]{4,10}[,.;)])|připojí přes|zní)\s["'`„“‚‘»«*]{0,3}([\p{L}\d][\p{L}\d!#$%&*+?@._-]{5,40}?)["'`”“’«»*]{0,3}(?=[,.;:!)]|(?<=["”“«»])\s|\s[-–—(·⏰✅📅]|\s(?:eingeben|to open|usr|user|se dostan|and change)|\s*$)/gimu

/** Long numbers as passwords are: behind a name or a user, in groups, or alone; not the days and amounts of a sentence. */
const numbers =
  /(?:(?:pas+w\w{0,6}|hesl\p{L}{1,3}|pwd?|kód|key|password for \S{1,30}|[/(:→]|\(basic auth, \S{2,30},|user \S{2,30},?(?: and)?(?: then)?|(?:na|to|je|is|má|has|wants|pomocí|dej|with|and|then|platí|teraz|use|teď))\s{0,2}|^[\s>*•-]{0,12})["'`(]?(\d{8,14}|\d{4}[ -]\d{4}[ -]\d{3,4})(?![\d.]?\d|[ -]?\d)(?=["'`)]?(?:[\s.,;)]|$))/gimu

/** Words that may be a password and would be plain prose elsewhere: only where each stands as one. */
export function plainValues(lines: string): readonly string[] {
  const placed = [alone, pointedAt, inside].flatMap((place) => wordsIn(lines, place))
  const said = wordsIn(lines, told)
  return [
    ...placed.filter((word) => isPlain(word) && !isName(word)),
    ...said.filter((word) => isPlain(word) && (!isName(word) || isWordRow(word))),
    ...[...lines.matchAll(oldDate)].map(([date]) => date),
    ...[...lines.matchAll(numbers)].map(([, number = '']) => number),
  ]
}

function wordsIn(lines: string, place: RegExp): readonly string[] {
  return [...lines.matchAll(place)].map(([, word, other]) => word ?? other ?? '')
}

const isPlain = (word: string): boolean => isPlausibleValue(word) && !fields.test(word)

/** As programs, files and headings are called; and numbers. */
const isName = (word: string): boolean =>
  /^\d+$|^[A-Z][A-Z_]+$|^[a-z\d]+(?:[_-][a-z\d]+)+$|\.[a-z]{1,4}$|^[a-z]+[A-Z]/.test(word)

/** Words that sentences are made of, and a row of words that somebody chose is not. */
const inSentences =
  /(?<!\p{L})(?:the|and|manager|policy|field|column|hash|for|with|that|this|not|are|from|into|use|you|your|can|will|must|has|have|when|all|any|its|but|one|per|each|only|also|more|than|then|over|been|was|were|which|password|user|reset|does|should|before|after|via|set|get|new|add|run|see|pro|nebo|jako|kde|není|před|který|která|které|jsou|bez|jen|aby|při|pod|nad|mezi|ale|jak|což|tak|heslo|hesla|auth|login|install|npm|git|docker|und|der|die|das|für|mit|nicht|ist|wird|den|dem|ein|eine)(?!\p{L})/u

/** Four words or more in a row, none of those that sentences are made of. */
export const isPassphrase = (text: string): boolean =>
  /^(?:[a-zà-ž]{3,12} ){3,11}(?:[a-zà-ž]{3,12}|\d{2,4})$/.test(text) && !inSentences.test(text)

/** Four words or more in a row that stand as one: in a line, in quotes, behind a colon or the name itself. */
export function passphrases(lines: string): readonly string[] {
  const rows = lines.matchAll(
    /(?:(?:hesl[oe]m?|has[lł]o|phrase|🔑|🔐|🔒|→|->|type|zadej|napiš|zadáš|vět(?:a|ou)|fráz[ei]|slovem|secret word|logins type|(?:by|with) the password|the words|zní|(?:user(?:name)?|uživatel|account|účet)\s\S{2,30},?\s(?:and|a)\s(?:then|pak|potom)|key is)\s|[:(`"'„“]\s?|^[\s>*•-]{0,12})(?=((?:[a-zà-ž]{3,12} ){2,11}(?:[a-zà-ž]{3,12}|\d{2,4}))(?:\s{0,4}(?:$|[`"'”“),.;(–—-])|\s(?:as|jako|a)\s))/gmu,
  )
  return [...rows].flatMap(([, row = '']) => (inSentences.test(row) ? [] : [row]))
}
