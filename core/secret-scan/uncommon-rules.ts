import { isBirthNumber } from './checksums.ts'
import { inPrograms, isPlausibleValue } from './plausible-value.ts'
import type { SecretRule } from './secret-rule.ts'

/** What a pattern finds in lines that say nothing which would make it harmless. */
function inLines(value: RegExp, harmless: RegExp): (lines: string) => readonly string[] {
  return (lines) =>
    lines.split('\n').flatMap((line) => (harmless.test(line) ? [] : (line.match(value) ?? [])))
}

/** Makes, releases and places that have a number in their name. */
const numberedNames =
  /^(?:Windows|Office|Dynamics|Server|Visual|Debian|Ubuntu|Fedora|Python|Oracle|Postgre|Mysql|Sprint|Release|Version|Sheet|List|Table|Room|Hala|Budova|Building|Studio|Exchange|Sharepoint|Boeing|Airbus|Agenda|Horizon)/

/** What comes in numbers in every company, and in every program. */
const numberedThings =
  /^(?:base|utf|sha|float|u?int|bigint|num|dec|char|varchar|latin|windows|debian|ubuntu|python|postgres|mysql|oracle|node|java|server|host|worker|replica|shard|part|batch|sprint|version|release|step|page|line|room|table|column|field|index|sheet|list|tabulka|sloupec|řádek|krok|strana|order|objednavk|sale|prodej|trzb|report|plan|budget|user|customer|client|zakaznik|klient|supplier|dodavatel|product|produkt|group|team|store|shop|branch|pobock|sklad|depot|linka|hala|stroj|sensor|senzor|device|section|event|test|case|example|demo|week|month|quarter|year|rok|tyden|mesic|data|dataset|model|segment|campaign|kampan|level|stage|phase|zone|region|area|port|channel|slot|form|note|file|soubor|task|ticket|issue|item|covid|gpt|claude|gemini|http|oauth|mp|h)s?(?:[-_.]|\d)/i

/** What numbers in hexadecimal digits are called that are no keys. */
const sums =
  /generate|commit|sha|hash|digest|checksum|md5|crc|revi[sz]|\brev\b|fingerprint|otisk|image|container|trace|\bspan|request|build|e-?tag|[ug]uid|(?<![a-z])ids?(?![a-z])|identif|object|blob|tree|snapshot|serial|\bmac\b|cluster|\bnode|cache|layer|\bgit\b|merge|squash|cherry|branch|větv|public|veřejn|block|bucket|torrent|ipfs|\bcid\b|colou?r|index [\da-f]{7}|souč|součet|wallet|contract|tx\b|0x|session|correlation|model|dataset|document|record|message/i

/** Words about what lets somebody in. */
const opening =
  /key|klíč|\bapi\b|\bapp\b|token|secret|seed|hesl|pass|access|přístup|rescue|recover|2fa/i

/** What stands beside a number of nine digits that is no telephone's. */
const amounts =
  /Kč|CZK|EUR|€|\$|rows|řádk|obrat|(?<!\p{L})(?:ms|ks|id|ičo?|dič|ean|sku|kusů|pcs|pieces|bytes?)(?!\p{L})|objedn|order|faktur|invoice|částk|tržb|celkem|total|amount|záznam|record|zákazní(?:k|ci)\p{L}{0,2} č|číslo|number|hotline|infolink|ústředn|switchboard|dispeč|helpdesk|podpor|support|reception|recepc/iu

/** What numbers of ten digits are given to: work of programs, orders, goods. */
const issuedNumbers =
  /(?<!\p{L})(?:ids?|jobs?|úloh\p{L}{1,2}|runs?|běh\p{L}{0,2}|orders?|objedn\p{L}{0,8}|invoices?|faktur\p{L}{0,2}|ean|sku|plugins?|versions?|tickets?|parcels?|zásilk\p{L}{0,2}|bytes?|tokens?)(?!\p{L})/iu

/** What groups of capitals and digits are called that are no keys. */
const numbers =
  /(?<!\p{L})(?:orders?|objedn\p{L}{0,8}|obj|parts?|díl\p{L}{0,2}|artik\p{L}{0,3}|articles?|sku|zboží|zásilk\p{L}{0,2}|shipments?|parcels?|batch\p{L}{0,2}|šarž\p{L}{0,2}|tickets?|invoice\p{L}{0,1}|faktur\p{L}{0,2}|models?|catalogue|katalog\p{L}{0,3}|e\.g\.|např\.|format|formát\p{L}{0,2}|uuid|guid)(?!\p{L})/iu

/** Twelve words or more that do not make a sentence. */
function isRowOfWords(found: string): boolean {
  const words = found.trim().split(/ +/)
  const connecting =
    /^(?:the|and|for|with|from|that|this|not|are|was|will|can|has|have|you|your|our|its|but|all|any|when|then|than|into|only|also|per|via|use|set|must|should|before|after|which|what|where|each)$/
  return (
    new Set(words).size >= 12 &&
    words.every((word) => /^[a-z]{3,8}$/.test(word) && !connecting.test(word))
  )
}

/**
 * What notes hardly ever hold unless it is a secret: held wherever it stands, whatever is said around it. In the
 * 4,704 blocks of 56 public notes none of these rules finds anything.
 */
export const uncommonRules: readonly SecretRule[] = [
  {
    id: 'word-and-digits',
    name: 'a password',
    pattern:
      /(?<![\p{L}\d_/.@#$\\:=`'"-])(\p{Lu}\p{Ll}{4,20}\d{3,6}[!?*]{0,2})(?![\p{L}\d_/@(:=`-]|\.\p{L})/gu,
    asWritten: true,
    check: (found) => !inPrograms.test(found) && !numberedNames.test(found),
    hits: ['by the way, Meadowlark1602 holds for the depot too'],
    clean: ['Office365 and Windows2019', 'see Meadow17', '`Meadow1602` is a table', 'Sprint104'],
  },
  {
    id: 'digits-and-words',
    name: 'a password',
    pattern:
      /(?<![\p{L}\d_/.@#$\\:=`-])(\p{Ll}{0,12}\d{1,3}\p{Ll}{4,12}\d{1,3}\p{Ll}{4,12}\d{0,4})(?![\p{L}\d_/@(:=`-]|\.\p{L})/gu,
    asWritten: true,
    check: isPlausibleValue,
    hits: ['after a restart it wants 1meadow2meadows'],
    clean: ['utf8 to utf16', 'the 2nd of 3 rows', 's3cmd and k8s'],
  },
  {
    id: 'groups-of-code',
    name: 'a licence or recovery key',
    pattern: /[A-Z\d]{2,7}-[A-Z\d]{3,7}-[A-Z\d]{3,7}|[a-z\d]{4}-[a-z\d]{4}-[a-z\d]{4}/,
    asWritten: true,
    search: inLines(
      /(?<![\w-])(?:[A-Z]{3,6}-\d{3,6}-[A-Z]{3,6}(?:-[A-Z\d]{3,6}){1,4}|(?=(?:[A-Z\d]{2,6}-){0,1}(?:[A-Z\d]{3,6}-){2})(?=[A-Z\d-]{0,30}(?:[A-Z]\d|\d[A-Z]))(?:[A-Z\d]{2,7}-){2,7}[A-Z\d]{2,7}|(?=[a-z\d-]{0,30}(?:[a-z]\d[a-z\d-]{0,20}\d[a-z]|\d[a-z][a-z\d-]{0,20}[a-z]\d))(?:[a-z\d]{4}-){2,7}[a-z\d]{4})(?![\w-])/g,
      numbers,
    ),
    hits: [
      'the sheet in the safe says RHRB-PSVY-YD92-927Q',
      'Meadow Pro BTP-9950-CSQR-8565, three seats',
    ],
    clean: ['order OBJ-2025-006120', 'ISO-8601-2019', 'the part is AB12-CD34-EF56'],
  },
  {
    id: 'hex-unnamed',
    name: 'a key',
    pattern: /(?<![\da-f])[\da-f]{20,128}(?![\w/-])/,
    asWritten: true,
    // Forty digits are a commit's, unless somebody says what they open.
    search: (lines) =>
      inLines(
        /(?<![\w/.#@:-])(?:[a-z]{2,4}-)?(?=[a-f]{0,20}\d)(?=\d{0,20}[a-f])[\da-f]{20,128}(?![\w/-]| {1,2}\*?[\w-]{1,80}\.\w)/g,
        sums,
      )(lines).filter((found) => found.length !== 40 || opening.test(lines)),
    hits: [
      'Datadog → api 9f8e7d6c5b4a392817069f8e7d6c5b4a; dashboards only',
      'we keep it here: hs-c45a757ccd38509845a4bb5f',
      'the seed lives nowhere else than here: a7cc3e87d862a551d69633be675f7e47 so keep it',
    ],
    clean: [
      '9f8e7d6c5b4a392817069f8e7d6c5b4a  orders.csv',
      'CI fails since 8f9b5d1001a60707aa3f7ded3598331b08bd32ab',
      'fixed by b6589fc6ab0dc82cf12099d1c2d40ab994e8410c in the branch',
      'md5 of the file: 9f8e7d6c5b4a392817069f8e7d6c5b4a',
    ],
  },
  {
    id: 'spelled-with-dashes',
    name: 'a password, spelled out',
    pattern: /(?<![\w-])(?=[\d-]{0,20}\p{L})\p{L}(?:-[\p{L}\d]){5,40}(?![\w-])/gu,
    asWritten: true,
    hits: ['we told them it is M-e-a-d-o-w-5, without the dashes'],
    clean: ['the scale is 1-2-3-4-5-6', 'an x-y-z chart'],
  },
  {
    id: 'spelled-in-words',
    name: 'a password, spelled out',
    pattern:
      /((?:\p{Lu} jako \p{Lu}\p{Ll}{2,20}|(?:capital|velké|malé|small) \p{L}|\p{L}|\d)(?:, (?:\p{L}|\d{1,4}|\p{Lu} jako \p{Lu}\p{Ll}{2,20}|(?:capital|velké|malé|small) \p{L}|bang|dash|dot|hash|star|underscore|exclamation mark|pomlčka|tečka|vykřičník|podtržítko|mřížka|zavináč|hvězdička)){3,30})(?!\p{L})/giu,
    asWritten: true,
    keywords: [', '],
    check: (found) =>
      /capital|velké|malé|small| jako |bang|dash|underscore|mark|pomlčka|vykřičník|podtržítko|zavináč/iu.test(
        found,
      ),
    hits: [
      'spelled out: capital M, e, a, d, 9, 9, bang opens it',
      'M jako Marie, e, a, pomlčka, 88',
    ],
    clean: ['columns a, b, c, d', 'the vitamins A, B, C, D, E'],
  },
  {
    id: 'birth-number-plain',
    name: 'a birth number',
    pattern: /(?<![\w.,/+-])\d{10}(?![\w/-]|[.,]\d)/,
    asWritten: true,
    // Of ten digits that mean something else, one of some two hundred is one by chance. Moments of now are left out.
    search: (lines) =>
      inLines(
        /(?<![\w.,/+-])(?!1[5-9]|20[0-2]\d[01])\d\d[0156]\d{7}(?![\w/-]|[.,]\d)/g,
        issuedNumbers,
      )(lines).filter(isBirthNumber),
    hits: ['assert clean_name("7360285163") is not None  # a real row'],
    clean: ['1712014302', 'it has 7360285164', '7360285163-1', 'job 7360285163 took 4 min'],
  },
  {
    id: 'mobile-of-nine',
    name: 'a phone number',
    pattern:
      /(?<![\d.,/-])(?:60[1-8]|70[2-5]|7[237]\d|79\d)[ /-]\d{3}[ -]\d{3}(?![\d.,/-]?\d|[ -]\d)/,
    asWritten: true,
    search: inLines(
      /(?<![\d.,/-])(?:60[1-8]|70[2-5]|7[237]\d|79\d)(?: \d{3} \d{3}|-\d{3}-\d{3}|\/\d{3} \d{3})(?![\d.,/-]?\d|[ -]\d)/g,
      amounts,
    ),
    hits: ['- Judita, after six: 606-136-378', 'ring the daughter: 775 989 642'],
    clean: ['Obrat stoupl na 603 650 172', '603 650 172 Kč', 'EAN 606-136-378'],
  },
  {
    id: 'password-of-database',
    name: 'a password',
    pattern: /\bpassword\s{1,3}'([^'\n]{4,100})'/gi,
    keywords: ["password '"],
    check: (found) =>
      !/^[<${*%]|^x+$|\.\.\.|^(?:password|secret|changeme|null)$|^generated/i.test(found),
    hits: ["ALTER ROLE reader PASSWORD 'Quiet.in.Hall';"],
    clean: ["ALTER ROLE reader PASSWORD '***'", "password '${PW}'"],
  },
  {
    id: 'seed-of-codes',
    name: 'the seed of one-time codes',
    // Base32 (RFC 4648), as authenticators take it.
    pattern: /(?<![\w/+.-])(?=[A-Z]{0,30}[2-7])[A-Z2-7]{26,64}(?![\w/+=-])/g,
    asWritten: true,
    hits: ['shared by us all, SCK5LWF3BBY43K62EFGPCCSRYRHLAYNX'],
    clean: ['INSERT_INTO_ORDERS_OF_2026', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  },
  {
    id: 'upper-hex',
    name: 'a key',
    pattern: /(?<![\w/+.#-])(?=[\dA-F-]{0,40}[A-F]\d)[\dA-F]{16}-?[\dA-F]{16,64}(?![\w/+-])/g,
    asWritten: true,
    hits: ['the file has one line: KEY=28D9E619AB116D3B-6B6294F7ABEA2DFD'],
    clean: ['ABCDEF', '0123456789012345-0123456789012345'],
  },
  {
    id: 'words-of-wallet',
    name: 'the words of a wallet',
    // Twelve words or more, of which none joins two others (BIP 39).
    pattern: /(?<![a-z'’ -])[a-z ]{47,216}(?![a-z'’-])/g,
    asWritten: true,
    check: isRowOfWords,
    hits: [
      'the ledger: marble tunnel chase gravity onion pepper vessel quote lucky index harvest doll',
    ],
    clean: [
      'the export runs when the night is over and all the shops have sent their sums for the day',
    ],
  },
  {
    id: 'passed-to-function',
    name: 'a password in a program',
    pattern:
      /(?:passw|passwd|\bPDO|\bconnect|\blogin|authenticate|credentials?)\w{0,12}\([^()\n]{0,80}?,\s{0,2}[\\"'`]{1,4}([^\s"'`\\]{6,60})[\\"'`]{1,4}\s?\)/gi,
    keywords: ['passw', 'pdo', 'connect', 'login', 'authent', 'credent'],
    check: (found) => isPlausibleValue(found) && /\d/.test(found) && !/[/:.]\w|=/.test(found),
    hits: ["new PDO($dsn, 'loader', 'MeadowRain4')", 'changeUserPassword("repl", "m3adow-Rain")'],
    clean: ['connect(host, "db2:5432")', 'login(user, "user2@example.com")'],
  },
  {
    id: 'phrase-told',
    name: 'a password of several words',
    pattern:
      /(?<!\p{L})(?:(?:secret|pass|key) ?phrase|passphrase|(?:\p{L}{4,12}ací )?fráze(?: ke? \p{L}{3,12}[^\n:.]{0,40}?)?)(?: is|:| je| zní| =)\s{1,2}["'„“`]?((?!(?:stored|used|required|needed|kept|not|in|v|ve|the same|uložen\p{L}?|stejn\p{L}|potřeba)(?!\p{L}))\p{Ll}{2,14} \p{Ll}[\p{Ll} ]{3,90})(?=["'“”`.,]|\s{0,4}$)/gimu,
    keywords: ['phrase', 'fráz'],
    check: (found) => found.trim().split(' ').length > 2,
    hits: [
      'secret phrase: the hamster sleeps at noon',
      'Fráze ke klíči na sklad je tři bílé myši v seně.',
    ],
    clean: ['The passphrase is stored in the vault', 'fráze je uložená v trezoru'],
  },
  {
    id: 'made-up-word',
    name: 'a password',
    // A word and a number; letters that became digits; two words in one or with a sign between, and a number.
    pattern:
      /(?<![\p{L}\d_/.@#$\\:=`'"(-])(\p{Ll}{4,16}\d{2,4}|\p{L}{1,10}[013478]\p{Ll}{3,12}(?:[-_.][\p{L}\d]{2,12})?|\p{Ll}{3,10}\p{Lu}\p{Ll}{2,10}\d{1,3}|\p{Lu}\p{Ll}{3,14}[-_.]\p{L}{0,8}\d{1,4}\p{Ll}?|\p{Ll}{4,12}[-_]\p{Lu}\p{Ll}{3,12})(?![\p{L}\d_/@(:=`'-]|\.\p{L})/gu,
    asWritten: true,
    check: (found) =>
      isPlausibleValue(found) &&
      !inPrograms.test(found) &&
      !numberedThings.test(found) &&
      // The first digits of a commit.
      !/^[\da-f]+$/.test(found),
    hits: [
      'since then root is toor123',
      'the wells are opened with l0tus-root',
      'the old one was Meadow.7',
      'the ring wants photoCoin2',
    ],
    clean: [
      'decode the base64 of float32',
      'orders2024 and server01 on debian13',
      'a Q4-report of customer101',
      'mended by adeed23 and dacade1',
      'the X-Forwarded header, re-Index',
    ],
  },
]
