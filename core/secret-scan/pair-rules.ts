import { inPrograms, isPlausibleValue } from './plausible-value.ts'
import type { SecretRule } from './secret-rule.ts'

/** What products call the account that they come with, and what people call one that is shared. */
const accounts = String.raw`admin|administrator|root|guests?|demo|kiosk|sa|sys|oracle|apps|postgres|elastic|kibana|grafana|airflow|neo4j|rabbit(?:mq)?|minio|jenkins|superset|metabase|hue|tomcat|weblogic|nifi|ubnt|cisco|pgadmin|superuser|operator|servis|správce|\w{2,20}_(?:ro|rw|svc|reader|adm|admin|bot|api|etl|bi)`

/** A word that people make up as a password: joined, with a number, or with signs that names have not. */
function isMadeUp(found: string): boolean {
  const value = found.replace(/[.,;:]+$/, '')
  return (
    isPlausibleValue(value) &&
    !inPrograms.test(value) &&
    !/^\p{L}+\d{1,2}$|^\p{Lu}\p{Ll}+(?:DB|SQL|JS|QL)$|^[\w.-]+\.(?:\p{Ll}{2,4}|local|lan)$|^(?:read|write|select|view|edit|none|null|true|false)/iu.test(
      value,
    ) &&
    /\p{Ll}\p{Lu}|\d|[!?+&<>#$%^*~]/u.test(value)
  )
}

/** Two words with a sign between. */
const isJoined = (found: string): boolean =>
  !/^(?:admin|root|guest|postgres|grafana|elastic|kibana|read)[-_.]/i.test(found) &&
  /^\p{Lu}?\p{Ll}{2,}(?:[-_.]\p{Lu}?\p{Ll}{2,}){1,3}$/u.test(found)

/** Words that stand where a password would, and are none. */
const said = new Set(
  (
    'password passwd username user email mail login logout signup register token tokens session sessions oauth saml google ' +
    'heslo hesla jméno admin administrator root guest test demo example none null true false empty blank secret changeme ' +
    'postgres mysql string text value field reset policy policies manager hash hashes hashing change changes rotation ' +
    'prompt strength length rules rule entry input form page screen dialog flow file files store vault auth authentication ' +
    'required protected generator less based only here there below above later first again twice never always with from ' +
    'that this when where which what them they both same each every weak long safe used sent kept set lost str bool int wrong ' +
    'valid known fixed clear plain typed asked given saved shown taken stale strong gone open shared okay fine right needed know'
  ).split(' '),
)
const isWordOfOnesOwn = (found: string): boolean =>
  !said.has(found.toLowerCase()) &&
  !/^(?:test|your|my|pass|pwd|dummy|sample|some|change)/i.test(found)

/** An account and its password side by side, where nothing says which is which. */
export const pairRules: readonly SecretRule[] = [
  {
    id: 'account-and-word',
    name: 'a password',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d./@-])["'\x60]?(?:${accounts})["'\x60]?\s?[/,:]\s?["'\x60]?([^\s"'\x60|,;/():]{5,60})["'\x60]?(?=[\s.,;)|]|$)`,
      'giu',
    ),
    keywords: ['/', ',', ':'],
    check: (found) =>
      isMadeUp(found) && !/^(?:\d|v\d|https?|localhost)|\w=|^[\p{L}_]+\.[\p{L}_.]+$/u.test(found),
    hits: [
      'Elastic on the sandbox has it open (elastic, vel0urs_42).',
      'the UAT one: guest/hareAndTortoise',
      'the modem: admin / Nansen-sat9',
    ],
    clean: [
      'admin, 3 readers and a writer',
      'root: /var/lib/data',
      'grafana/loki:2.9.1 and grafana:10.2.3',
      'test: unit, end-to-end',
      'service: web-app of the shop',
      'admin/orders2',
    ],
  },
  {
    id: 'account-and-words',
    name: 'a password',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d./@-])(?:(?:${accounts})\s\/\s([^\s"'\x60|,;/():]{5,60})|["'\x60](?:${accounts})["'\x60]\s?[/,:]\s?["'\x60]([^\s"'\x60|,;/():]{5,60})["'\x60])(?=[\s.,;)|]|$)`,
      'giu',
    ),
    keywords: [' / ', '"', "'", '`'],
    check: (found) => isPlausibleValue(found) && !inPrograms.test(found) && isJoined(found),
    hits: ['the modem: admin / Nansen-sat', 'auth ("neo4j", "copepod-calanus")'],
    clean: ['admin / read and write', "['admin', 'reader']", '"root": "dist"', 'admin / 3 readers'],
  },
  {
    id: 'opened-with-word',
    name: 'a password',
    pattern:
      /(?<!\p{L})(?:(?:unlock|open|extract|decrypt)(?:s|ed)?\s[^\n.]{0,50}?(?:using|with|w\/|by typing)|(?:odemk|otev|rozbal|odmyk|odemyk)\p{L}{1,6}\s[^\n.]{0,40}?(?:hesl(?:em|o)|slov(?:em|íčkem|íčko)|fráz(?:í|e)))\s["'`„“]?([^\s"'`„“”,;()]{4,60})["'`”]?(?=[\s.,;)]|$)|(?<!\p{L})(?:heslem|slovem|frází)\s["'`„“]?([^\s"'`„“”,;()]{4,60})["'`”]?\s(?:odemk|otev|rozbal|odemyk)/giu,
    keywords: ['unlock', 'open', 'extract', 'decrypt', 'heslem', 'slov', 'fráz', 'heslo'],
    check: (found) => (isMadeUp(found) || isJoined(found)) && !/^\d|^read-/.test(found),
    hits: [
      'unlock the sheet using feesRus',
      'The archive of the auditors opens w/ PCI-roc-2024-kv.',
      'heslem Medved-Byk-Medved otevřeš datovou místnost',
      'list odemkneš heslem marze2024',
    ],
    clean: [
      'open the file with Excel2',
      'opens with 3 tabs',
      'unlock the table using read-only mode',
      'extract it with gunzip',
    ],
  },
  {
    id: 'connection-with-blank',
    name: 'an address with a password in it',
    pattern:
      /(?<![a-z])(?:user(?: id)?|uid)\s?=[^;\n]{1,40};\s?(?:password|pwd)\s?=\s?([^;\n"'`]{3,60})(?=[;"'`\n]|$)/gi,
    keywords: ['uid', 'user'],
    check: (found) =>
      !/^[<${%*[]|^(?:x+|\.+|pass(?:word)?|pwd|secret|vault.*)$/i.test(found.trim()),
    hits: [
      'Data Source=W;User ID=wb;Password=axle load 12;',
      'DSN=SKLAD;UID=excel;PWD=sklad.excel',
    ],
    clean: ['User ID=wb;Password=<ask>;', 'UID=a;PWD=${PW};'],
  },
  {
    id: 'element-of-settings',
    name: 'a password or key in a file of settings',
    pattern: /<[\w:-]{0,30}(?:key|pass|password|pwd|secret|token)\w{0,10}>([^<>\s]{6,200})<\//gi,
    keywords: ['</'],
    check: isMadeUp,
    hits: ['`<flagKeyKey>Upwelling_Peru_62</flagKeyKey>`'],
    clean: ['<key></key>', '<password>\n</password>'],
  },
  {
    id: 'phrase-after-name',
    name: 'a password of several words',
    pattern:
      /(?<!\p{L})(?:[Hh]eslo|[Pp]assword|[Pp]assphrase)(?: zní| je| is)?:\s{1,2}["'„“`]?((?!(?:viz|ask|see|in|at|v|ve|u|na|get|use|from|is|je|má|min\p{L}{0,6}|same|stejn\p{L}|none|not|no|žádn\p{L}{1,2}|nejm\p{L}{1,3}|zept\p{L}{1,4}|only|jen|must|should|the|your|your|long|dlouh\p{L}|kept|stored|uložen\p{L}|každ\p{L}{1,2}|each|řekn\p{L}|dá|po|rotat\p{L}{1,3}|alespoň)(?!\p{L}))\p{Ll}[\p{Ll} ]{14,100})["'”“`]?\s{0,9}$/gmu,
    keywords: ['heslo', 'pass'],
    check: (found) => found.trim().split(/ +/).length > 3,
    hits: ['Heslo zní: kratkosrsty pes spi na gauci', 'password: seven geese cross the yard'],
    clean: [
      'heslo: viz trezor u paní vedoucí',
      'password: ask the lead of the team',
      'password: ALTER TABLE users DROP it',
    ],
  },
  {
    id: 'property-and-blank',
    name: 'a password',
    // As Spark and Java take properties.
    pattern: /(?<=[\w-]\.)(?:password|passwd|secret(?:\.key|Key)?)\s{1,4}([^\s"'`,;|=:]{6,60})/g,
    keywords: ['.pass', '.secret'],
    check: (found) => isPlausibleValue(found) && /\p{Lu}|\d/u.test(found),
    hits: ['spark.conf has `fs.s3a.proxy.password proxyForTwo`'],
    clean: ['user.password is hashed', 'config.secret and Password'],
  },
  {
    id: 'phrase-opens',
    name: 'a password of several words',
    pattern:
      /(?<!\p{L})(?:[Oo]dem\p{L}{2,6}|[Oo]tev\p{L}{2,6}|[Cc]hrán\p{L}{2,4})[^\n.:]{0,40}?(?<!\p{L})(?:frází|fráze|větou|věta|slovy)\s["'„“`]?(\p{Ll}[\p{Ll} ]{11,90})(?=["'“”`.,;]|\s{0,4}$)/gmu,
    keywords: ['fráz', 'vět', 'slovy'],
    check: (found) => found.trim().split(/ +/).length > 2,
    hits: [
      'Vault se odemyká frází ctyri kopretiny v trave; soubor si vyrob lokálně.',
      'klíč je v repu, chráněný frází „kamen na kamen a bude zed“',
    ],
    clean: ['otevře se věta', 'odemyká se slovy'],
  },
  {
    id: 'short-names',
    name: 'a password',
    pattern:
      /["'](?:u|usr|user|login|name)["']\s?:\s?["'][^"'\n]{1,60}["'],\s?["'](?:p|pw|pwd|pass)["']\s?:\s?["']([^"'\n]{5,100})["']/gi,
    keywords: ['"p', "'p"],
    check: (found) => !/^[<${%*[]|^(?:x+|\.+|pass(?:word)?|secret)$/i.test(found),
    hits: ['body={"u":"admin","p":"depot-bucket"} host=depot'],
    clean: [
      '{"user": "ann", "pass": "***"}',
      '{"u": "s", "p": "m"}',
      '{"name": "box", "h": "100.5px"}',
    ],
  },
  {
    id: 'variable-set-to-word',
    name: 'a password in a variable',
    pattern:
      /(?<![\w$])(?:export |env:)?[A-Z\d_]{0,40}(?:PASSWORD|PASSWD|PASS|PWD|SECRET)\s?=\s?["']?(\p{L}{4,20})["']?(?=[\s`]|$)/gu,
    keywords: ['pass', 'pwd', 'secret'],
    check: isWordOfOnesOwn,
    hits: ['POSTGRES_PASSWORD=acorn', '$env:DB_PASS = "zebra"'],
    clean: ['POSTGRES_PASSWORD=postgres', 'PASSWORD=changeme', 'DB_PASS=$(op read x)'],
  },
  {
    id: 'login-slash-plain-word',
    name: 'a password',
    pattern:
      /(?<!\p{L})(?:logins?|creds|credentials|přístup\p{L}{0,2}|přihlášení)(?:\s(?:is|are|je|jsou)|:)\s["'`]?[\w.@-]{2,30}["'`]?\s?\/\s?["'`]?(\p{Ll}{4,20})["'`]?(?=[\s.,;)]|$)/giu,
    keywords: ['login', 'cred', 'přístup', 'přihl'],
    check: isWordOfOnesOwn,
    hits: ['credentials are admin/dragon', 'login: admin / monkey'],
    clean: ['login: email / password', 'credentials are user/session', 'login: a/b'],
  },
  {
    id: 'password-and-plain-word',
    name: 'a password',
    pattern:
      /(?<!\p{L})(?:database|db|root|admin|wi-?fi|zip|bios|router|server|sql|excel|archive|user|vpn|notebook)\s\(?(?:password|heslo)\s(?:-\s)?["'`]?(\p{Ll}{5,20})["'`]?(?=[.,;)]|\s{0,9}$)/gimu,
    keywords: ['password', 'heslo'],
    check: isWordOfOnesOwn,
    hits: [
      'Shift-bypass is off, database password clover.',
      'root heslo rohlik',
      'zip (password sunshine)',
    ],
    clean: ['the user password reset', 'admin password policy.', 'root password with 12 signs'],
  },
  {
    id: 'password-is-short-word',
    name: 'a password',
    pattern:
      /(?<!\p{L})(?:password|passphrase|heslo|hasło)(?:\s(?:for|of|to|in|on|k|ke|do|na|od|pro)\s[^\n:=|.,]{1,40}?)?(?:\s(?:is|je|to|zní)|\s?[:=])\s?["'`]?(\p{Ll}{4,5})["'`]?(?=[.,;)]|\s{0,9}$)/gimu,
    keywords: ['pass', 'heslo', 'hasło'],
    check: isWordOfOnesOwn,
    hits: [
      'The password is zebra.',
      'The password of the archive is zebra.',
      'heslo k archivu je kocka',
      'password: acorn',
      'hasło: kotek',
    ],
    clean: [
      'the password is weak.',
      'password: str',
      'password: true',
      'heslo je nové a delší',
      'the password for the shop is gone',
    ],
  },
]
