import {
  copulas,
  keyNames,
  nameKeywords,
  passwordNames,
  rareKeywords,
  rareNames,
} from './secret-names.ts'
import { nearbyValue } from './nearby-value.ts'
import { inPrograms, isPlausibleKey, isPlausibleValue } from './plausible-value.ts'
import type { SecretRule } from './secret-rule.ts'

const start = String.raw`(?<![\p{L}\d])`
const end = String.raw`(?!\p{L})`
const password = `${start}(?<!(?:get|read|find|has)_)(?!get_|read_|find_|has_|(?:get|fetch|load|read)secret)[\\w-]{0,30}(?:${passwordNames}|secret)${end}`
const key = `${start}[\\w-]{0,30}(?:${keyNames})${end}`
const open = `["'„“«‘]`
const quoted = `${open}([^\\s"'„“”«»‘’]{6,120})["'“”»’]`
const of = String.raw`(?:\s(?:for|of|to|k|ke|do|pro|na|für|de|du|di|da|in|on)\s[^\n:=|"'„“«]{1,40}?)?`
const changed = String.raw`(?:chang|set|reset|rotat|updat|switch|změn|nastav|geändert)\p{L}{0,6}`
const target = String.raw`(?:\s(?:z|from|von)\s\S{4,60})?\s(?:to|na|auf|en|à)\s["'„“«\x60*]{0,3}([^\s"'„“”«»\x60*,;)]{6,120})`

/** Where passwords are kept: what stands behind says where, not which. */
const keepers = 'bitward|1passw|vault|keepass|lastpass|keychain|trezor'

function told(source: string): RegExp {
  return new RegExp(source, 'giu')
}

/** Two words in one, three with dashes between, or one with a number. */
function isTwoWords(found: string): boolean {
  return (
    isPlausibleValue(found) &&
    !inPrograms.test(found) &&
    /^\p{Lu}\p{Ll}{2,}\.?\p{Lu}\p{Ll}{2,}$|^(?:[a-z]{4,10}-){2}[a-z]{4,10}$|^\p{Lu}\p{Ll}{4,}(?:\d{3}|[.#@-]\d\d\*?)$|^letmein[a-z]+$/u.test(
      found,
    )
  )
}

/** Words that end as adverbs and the forms of verbs do are said about a password. */
function isNoPhrase(found: string): boolean {
  const value = found.replace(/[.!?]+$/, '')
  return (
    isPlausibleValue(value) &&
    !/^\p{Ll}+(?:ly|ing|ed|ion|s|[tnrlkb]u|ovi|[íe]ch|ách|či|ce|ně|ři)$/u.test(value)
  )
}

/** Letters said to be large are large, and names that stand for letters begin so. */
function isSpelledOut(found: string): boolean {
  if (/(?:velk(?:é|ým|ý)|capital|uppercase) \p{L}$/iu.test(found)) return /\p{Lu}$/u.test(found)
  return (
    !/^\p{L}+, \p{L}+, \p{L}+/u.test(found) ||
    /^\p{Lu}\p{Ll}+, \p{Lu}\p{Ll}+, \p{Lu}\p{Ll}/u.test(found)
  )
}

/** Secrets, mostly passwords without a digit, that a sentence or a command gives away. */
export const toldRules: readonly SecretRule[] = [
  {
    id: 'password-quoted',
    name: 'a password',
    pattern: told(
      `${password}(?![^\\n"'„“]{0,40}\\s(?:in|v|ve|im)\\s(?:\\p{L}{1,12}\\s)?(?:${keepers}))${of}[\\s:=(]{0,3}${quoted}`,
    ),
    keywords: nameKeywords,
    check: isName,
    hits: [
      "ALTER USER loader PASSWORD 'kravata'",
      'heslo do skladu „krajina“',
      'heslo k trezoru „krajina“',
      "the password of the vault: 'kravata'",
    ],
    clean: [
      '<input type="password" name="secret">',
      'the password "is required" is shown',
      'Heslo k účtu skladu je v Bitwardenu, složka „E-shop“.',
    ],
  },
  {
    id: 'password-by-rare-name',
    name: 'a password',
    pattern: told(
      `${start}(?:${rareNames})${end}(?:[^\\n:=|"„“]{0,60}?(?:[:=]|\\s(?:${copulas})(?!\\p{L}))(?:\\s(?:still|now|pořád|teď))?\\s{0,3}["'„“«\x60*]{0,3}|\\s["'„“«\x60])([^\\s"'„“”«»\x60*|,)]{5,120})`,
    ),
    keywords: rareKeywords,
    check: (found) => isNoPhrase(found) && !/^\p{Ll}{1,5}$/u.test(found),
    hits: [
      'Magic word for the shop is still Ginger_Candle55',
      'disk otevře zaklínadlo „levandule“',
      'the deck is encrypted (open sesame: kingfisher)',
    ],
    clean: ['the magic word is required', 'Shibboleth: https://idp.acme.com', 'parola je nutná'],
  },
  {
    id: 'key-quoted',
    name: 'a key or token',
    pattern: told(`${key}${of}[\\s:=(]{0,3}${quoted}`),
    keywords: nameKeywords,
    check: (found) => isPlausibleKey(found) && isName(found),
    hits: ["--token 'GVUMK-KATZ5-OSMGE-2O30U' load"],
    clean: ['the token "access_token" is sent'],
  },
  {
    id: 'quoted-password',
    name: 'a password or key',
    pattern: told(
      `${quoted}\\s(?:(?:as|is|jako|je|als|for)\\s)?(?:(?:the|our|a|my|its)\\s)?(?:[\\w-]{1,20}\\s)?(?:${passwordNames}|${keyNames})${end}`,
    ),
    keywords: nameKeywords,
    check: isName,
    hits: ["use 'letmeinnow' as password for the shop"],
    clean: ['"username" and password', 'shows "Forgot password" as the link'],
  },
  {
    id: 'password-changed',
    name: 'a password',
    pattern: told(
      `(?:${password}[^\\n.;]{0,40}?\\s${changed}|${changed}\\s[^\\n.;]{0,20}?${password}${of})${target}`,
    ),
    keywords: nameKeywords,
    check: isNoPhrase,
    hits: ['the password has been set to kocourleti by ops', 'change the password to harbormaster'],
    clean: [
      'the password is set to expire',
      'změnit heslo na tabletu, aby',
      'change the password to something better',
    ],
  },
  {
    id: 'user-and-password',
    name: 'a password',
    pattern: told(
      `${start}(?:user(?:name)?|login|account|uživatel|log ?in as|as)[\\s:=]{1,3}[\\w.@-]{2,40}[,;/]?\\s{1,2}(?:(?:and|with|the|s|a|mit)\\s){0,3}(?:${passwordNames})[\\s:=]{1,3}([^\\s"'\`,;)]{5,120})`,
    ),
    keywords: nameKeywords,
    check: isNoPhrase,
    hits: ['shop (user loader, password harbor-brno)', 'login loader password swordfish'],
    clean: ['the user enters a password twice', 'log in as admin with password reset'],
  },
  {
    id: 'account-and-value',
    name: 'a password',
    pattern: told(
      `${start}(?:user(?:name)?|account|login|access|účet|uživatel)[\\s:=]{1,3}[\\w.+@-]{2,60}\\s{0,2}[/|,;]\\s{0,2}([^\\s"'\`,;)/]{8,120})(?=[\\s)\`"'.,;]|$)`,
    ),
    keywords: ['user', 'account', 'login', 'access', 'účet', 'uživatel'],
    check: (found) => nearbyValue('', found) !== undefined,
    hits: ['account: bi@example.com / Brno#Winter'],
    clean: ['users: analysts / administrators', 'account: acme, region eu-west-1'],
  },
  {
    id: 'account-slash-word',
    name: 'a password',
    pattern: told(
      `${start}(?:log ?in|sign ?in|logins?|creds|přihlás\\p{L}{1,4}|účet|account|port[aá]l\\p{L}{0,2})(?!\\p{L})[^\\n/]{0,50}?["'\`\\s:|][\\w.@-]{2,30}["'\`]?\\s?[/:]\\s?["'\`]?([^\\s"'\`|,;)/]{8,60})(?=["'\`\\s|,;.)]|$)`,
    ),
    keywords: ['log', 'sign', 'creds', 'přihl', 'účet', 'account', 'portal', 'portál'],
    check: isTwoWords,
    hits: [
      'Na skladu se přihlásíš jako `loader` / `HarborBrno`',
      'login `loader` / `candle-harbor-marble`',
      'Portál pro sklad: depo_cz/Krajina260 – kdyby padl certifikát',
    ],
    clean: ['login page / dashboard', 'log in: src/auth/LoginForm', 'account: user/AccountName'],
  },
  {
    id: 'password-of-it',
    name: 'a password',
    pattern: told(
      `\\s(?:has|with|uses?|má)\\s["'\`„“]?([^\\s"'\`„“”]{6,100})["'\`”“]?\\s(?:as|jako)\\s(?:(?:its|the|a|my)\\s)?(?:${passwordNames})${end}|(?:^|[.!?:]\\s{1,2}|[-*]\\s)["'\`„“]?([^\\s"'\`„“”]{6,100})["'\`”“]?\\sis what (?:you|we|I) (?:type|enter)`,
    ),
    check: isNoPhrase,
    hits: [
      'the account of the shop still has bcb8bdb5195745cb as its password',
      'swordfish is what you type when sudo asks',
    ],
    clean: ['it has nothing as its password', 'This is what you type'],
  },
  {
    id: 'the-key',
    name: 'a key',
    pattern: told(
      `${start}(?:the|our|this|my)\\skey\\s[^\\n.;:=]{0,40}?(?:\\s(?:${copulas})\\s|[:=]\\s?)["'\`„“*]{0,3}([^\\s"'\`„“”*,;]{12,200})`,
    ),
    keywords: ['key'],
    check: (found) => nearbyValue('', found) !== undefined,
    hits: ['The key we use for the shop is OSIGQ-TJDRS-T5T6F-6CD6W and stays'],
    clean: ['the key of the table is order_number_v2', 'the key is customer_id'],
  },
  {
    id: 'password-typed',
    name: 'a password',
    pattern: told(
      `${start}(?:type|enter|use|try|say|wi-?fi|vpn|zip|root|guest|zadej(?:te)?|zadat|napiš|použij(?:te)?)\\s(?:(?:the|our|a|as|in)\\s){0,2}(?:${passwordNames})\\s([^\\s"'\`,;)]{7,120}?)(?=[\\s.,;)]{0,3}(?:$|\\n)|\\s(?:to|and|a|pro)\\s)`,
    ),
    keywords: nameKeywords,
    check: isNoPhrase,
    hits: ['to unlock the archive type the password correcthorse'],
    clean: ['use a password manager', 'enter the password manually'],
  },
  {
    id: 'password-answered',
    name: 'a password or key',
    pattern: told(
      `(?:${passwordNames}|${keyNames})${end}[^\\n.?!]{0,40}[.?!:]\\s{1,2}(?:(?:A|It|Answer|To|Je)[:\\s]{0,2}\\s?){1,2}(?:(?:${copulas})\\s)?["'„“«\`]([^\\s"'„“”«»\`]{6,120})["'”“»\`]`,
    ),
    keywords: nameKeywords,
    check: isName,
    hits: ['It asks for a password. It is "opensesame".'],
    clean: ['It asks for a password. It is "required".'],
  },
  {
    id: 'password-in-parts',
    name: 'a password',
    pattern: told(
      `(?:${passwordNames}|${keyNames})${end}[^\\n]{0,80}?\\s(?:začíná|starts with|begins with|beginnt mit)\\s["'\`„“](\\S{4,100}?)["'\`”“]\\s(?:a|and|und)\\s(?:končí|ends with|endet)`,
    ),
    keywords: ['začíná', 'starts with', 'begins with', 'beginnt mit'],
    hits: ['Heslo pro sklad začíná `lampa_houska` a končí `-88`, mezi tím nic není.'],
    clean: ['the token starts with "ghp_" and is long'],
  },
  {
    id: 'password-spelled',
    name: 'a password, spelled out',
    pattern: told(
      `(?:${passwordNames})${end}(?:[^\\n]{0,80}?\\s(\\p{Lu}?\\p{Ll}{3,20}[^\\n]{0,60}?\\s(?:velk(?:é|ým|ý) \\p{L}(?!\\p{L})|malým(?:i)? písmen|vykřičník|podtržítk|pomlčk|zavináč|exclamation mark|underscore|capital \\p{L}(?!\\p{L})|all lowercase|uppercase \\p{L}(?!\\p{L})))|[^\\n:]{0,40}:\\s(\\p{L}{3,13}, \\p{L}{3,13}, \\p{L}{3,13}[\\p{L}, ]{0,60}?\\d{2,6}))`,
    ),
    check: isSpelledOut,
    keywords: [
      'velk',
      'malým',
      'vykřičn',
      'podtrž',
      'pomlčk',
      'zavináč',
      'mark',
      'underscore',
      'capital',
      'case',
    ],
    hits: [
      'Heslo na plochu po telefonu: Javor s velkým J, hned za tím 2007 a nakonec vykřičník.',
      'password of the shop: harbor with capital H and 77 at the end',
      'Heslo k bráně hlásit: Petr, František, Cyril, Emil a pak 8488 (velká písmena)',
    ],
    clean: ['the password must hold a capital letter', 'heslo: velké i malé písmeno, číslice'],
  },
  {
    id: 'fallback-value',
    name: 'a password or key in a program',
    pattern:
      /(?:password|passwd|pwd|token|secret|key)(?:["'`]?\s?[:=][^\n]{0,20}env\w{0,5}\([^\n]{1,40},|["'`]\s?(?:,|,\sdefault\s?=|\?\?|\|\||\)\s?(?:or|\?\?|\|\|)|\)\.\w{2,10}\(|\]\s?(?:or|\?\?|\|\|)|\{[^{}\n]{0,80}default\s?=))\s{0,2}["'`]([^\s"'`]{6,120})["'`](?!\s?:)/gi,
    keywords: ['pass', 'pwd', 'token', 'secret', 'key'],
    check: isName,
    hits: [
      'os.getenv("SHOP_PASSWORD", "harbormaster")',
      'variable "password" { default = "Rain-Meadow" }',
      'getByLabel("Password").fill("harbormaster")',
    ],
    clean: [
      '["password", "username"]',
      '"KEY", "region": "eu"',
      'os.getenv("TOKEN", "")',
      'get("key", "default")',
    ],
  },
  {
    id: 'variable-value',
    name: 'a password or key in a variable',
    pattern:
      /\bENV\s{1,2}[A-Z\d_]{0,40}(?:PASSWORD|PASSWD|PWD|TOKEN|SECRET|KEY)\s{1,2}["']?([^\s"'=]{6,120})/g,
    keywords: ['env'],
    check: isPlausibleValue,
    hits: ['ENV SHOP_PASSWORD harbormaster'],
    clean: ['ENV SHOP_PASSWORD $PASSWORD'],
  },
]

/** Not one of the names that programs give to the fields of a form. */
function isName(found: string): boolean {
  return (
    isPlausibleValue(found) &&
    !/^[a-z\d]+(?:_[a-z\d]+)+$|^[A-Z]+(?:_[A-Z]+)*=$|^(?:[a-z]+-)*(?:password|user|username|token|secret|key|email|login|name|type|text)s?$|^[a-z]+(?:Key|Token|Secret|Password|Hash)$/i.test(
      found,
    )
  )
}
