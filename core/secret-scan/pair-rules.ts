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
]
