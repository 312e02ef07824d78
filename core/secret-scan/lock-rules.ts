import { inPrograms, isPlausibleValue } from './plausible-value.ts'
import type { SecretRule } from './secret-rule.ts'

/** What opens to a number: in English and Czech. */
const locks = String.raw`doors?|safes?|vaults?|i[Pp]ads?|turnstiles?|shutters?|gates?|barriers?|alarms?|key ?(?:box|safe|pad)|lock ?box|keypads?|lifts?|elevators?|lockers?|padlocks?|voicemail|bluetooth|pairing|handhelds?|card readers?|garage|brán\p{L}{1,2}|brank\p{L}{1,2}|vrat\p{L}{1,2}|závor\p{L}{1,2}|vchod\p{L}{0,2}|dveř\p{L}{1,3}|výtah\p{L}{0,2}|schránk\p{L}{1,2}|krabičk\p{L}{1,2}|zám(?:ek|ku|kem|ky|ků|eček|ečku)|trezor\p{L}{0,2}|sejf\p{L}{0,2}|klik[auy]|klíčenk\p{L}{1,2}|čtečk\p{L}{1,2}|párován\p{L}{1,2}|domofon\p{L}{0,2}|EZS|(?:od|za)kód\p{L}{1,4}|storn\p{L}{1,3}|garáž\p{L}{0,2}|alarm\p{L}{1,2}|zastřež\p{L}{0,3}|iPad\p{L}{0,2}`

/** A number behind which its unit stands, or before which its kind: no code. */
const counted =
  /^\s?(?:%|‰|°|Kč|CZK|EUR|USD|€|\$|k?m(?:²|2|m|in\p{L}{0,5}|s|l|\b)|kg|tun|ks\b|kusů|pcs|pieces|rows|řádk|zák|custom|users?\b|uživ|sec|s\b|h\b|hod|days?|dn[íůy]|times|krát|x\b|records|záznam|orders|objedn|events|per\b|a day|years?|let\b|lidí|people|vteř|sekund)/iu
const named =
  /(?:line|řádek|order|objednávk\p{L}|č\.|č|no\.?|number|číslo|id|table|tabulk\p{L}|version|verze|step|krok|port|page|stran\p{L}|sku|ean|room|místnost|stop|linka|vůz|vozu|bus|since|from|until|od roku|rok\p{L}{0,2}|v|sekce|section|phone|tel|extension|part|model|typ|type|level|hala|hall|building|budova|station|stanice|bay|dock|gate|axis|[$€£#])\.?\s?$/iu

/** A code beside something that it opens: three to eight digits, a star or a cross with it, or dashes between. */
const code =
  /(?<![\p{L}\d.,:/#-])(?:[*#]?(?!(?:19|20)\d\d(?!\d))\d{3,8}[*#]{0,2}|\d\d(?: ?[ –-] ?\d\d){2,3}|(?:[A-Z] )?\d(?: \d){3,5}|\d{2,4}#\d{2,4}(?:#\d{1,4})?|\d(?:-\d){2,7}|[A-Z]\d{2,5}[#*]?(?:[A-Z]|\d{1,5})?)(?![\p{L}\d:/%-]|[.,]\d)/gu

function codesIn(lines: string): readonly string[] {
  return lines.split('\n').flatMap((line) => {
    if (!lock.test(line) || (line.match(/\d+/g)?.length ?? 0) > 4) return []
    return [...line.matchAll(code)].flatMap(({ 0: found, index }) =>
      counted.test(line.slice(index + found.length)) || named.test(line.slice(0, index))
        ? []
        : [found],
    )
  })
}

const lock = new RegExp(String.raw`(?<![\p{L}_/.-])(?:${locks})(?![\p{L}_/(-])`, 'iu')
/** What is said of getting past a lock, or of somebody's doing it. */
const opening =
  /(?<!\p{L})(?:open\p{L}{0,3}|unlock\p{L}{0,3}|type|key in|enter|code|combination|takes?|wants?|arm|disarm|dial|hold|push|pad|pairing|passkey|say|then|punch(?:es|ed)? in|typing|press|vyp(?:neš|nout|ni|neme)|taps? in|keys? in|zastřež\p{L}{0,3}|nastřež\p{L}{0,3}|ťuk\p{L}{1,4}|zmáčkn\p{L}{1,4}|vyťuk\p{L}{1,4}|namačk\p{L}{1,4}|stejn\p{L}{1,2}|otev\p{L}{1,6}|otv[íi]r\p{L}{1,3}|odem\p{L}{1,6}|kód\p{L}{0,3}|stačí|zadat|zadej|píp\p{L}{1,4}|chce|platí|křížek|hvězdičk\p{L}{1,2}|potvrd\p{L}{1,3}|schval\p{L}{2,4}|pak|zámeček na|podržet|vpravo|je)(?!\p{L})|[:*#]/iu

/** Devices and programs that somebody signs in to. */
const devices = String.raw`routers?|mikrotik\p{L}{0,2}|draytek|unifi|tablet\p{L}{0,3}|notebook\p{L}{0,3}|laptop\p{L}{0,3}|NAS|NVR|kamer\p{L}{1,2}|cameras?|kiosk\p{L}{0,3}|printers?|tiskárn\p{L}{1,2}|terminál\p{L}{0,2}|HMI|PLC|SCADA|BIOS|kas[aeuy]|pokladn\p{L}{1,3}|TeamViewer|AnyDesk|RDP|telnet\p{L}{0,2}|kinit|grafan\p{L}{1,2}|zabbix\p{L}{0,2}|jenkins\p{L}{0,2}|čtečk\p{L}{1,2}|dispečin\p{L}{1,2}|konzol\p{L}{1,2}|sensor box|control panel|alarm panel|recepc\p{L}{1,2}|SFTP|keystore|ansible(?: |-)vault|lamination line|superuser`
/** Letters and digits in one word, or two words with a sign between, as people make up and hardly name anything. */
const madeUp =
  /(?<![\p{L}\d_/.@#$\\:=-])(?:\p{L}{3,14}\d{1,4}|\p{L}{2,8}\d\p{L}{2,10}|\d{2,4}\p{Lu}\p{Ll}{3,12}|\p{Lu}?\p{Ll}{1,12}\d?\p{Ll}{0,6}[-&!+]\p{Lu}?[\p{Ll}\d]{2,14}(?:-[\p{L}\d]{2,12})?|[A-Z]\d-\p{Ll}{3,12}-\p{Lu}\p{Ll}{3,12}|\p{Lu}\p{Ll}{3,14}\.\p{Lu}\p{Ll}{2,14}|[\da-z]{1,4}[A-Z][\da-z]?[-_][\p{L}\d]{2,8}(?:[-_][\p{L}\d]{2,8})?)(?![\p{L}\d_/@(:=-]|\.\p{L})/gu
const device = new RegExp(String.raw`(?<![\p{L}_/.-])(?:${devices})(?![\p{L}_/(])`, 'iu')
const signing =
  /(?<!\p{L})(?:admin|root|log(?:s|ged)? (?:in|on)|sign in|user|účet|přihl\p{L}{2,8}|dostan\p{L}{1,3}|otev\p{L}{1,6}|heslo|hesla|passwords?|píšeme|enter|default|access|mine was|superuser|phrase|fráz\p{L}|answer|confirm|jméno|lez)(?!\p{L})/iu

/** Compounds of every day, and what machines and releases are called. */
const common =
  /^(?:\p{L}*sign|log|e|web|db|srv|host|node|app|api|prod|test|dev|stage|vm|pc|user|admin|read|write|self|multi|two|single|third|re|pre|non|co|on|off|set|built|plug|pop|drop|back|front|end|real|time|high|low|long|short|open|up|down|in|out|key|value|case|cross|server|client|password|default|first|second|last|step|part|version|level|http|https|ipv|sha|md|utf|base|oauth|python|postgres|win|windows|debian|ubuntu|office|port|line|table|step)\p{L}{0,3}[-\d]/iu

/** Codes of doors and words for devices, which people tell without saying that they are secret. */
export const lockRules: readonly SecretRule[] = [
  {
    id: 'code-of-lock',
    name: 'the code of a lock',
    pattern: lock,
    asWritten: true,
    search: (lines) =>
      lines
        .split('\n')
        .filter((line) => opening.test(line))
        .flatMap(codesIn),
    hits: [
      'The cold room door takes 4471# since the lock was swapped.',
      'skútr stojí za boudou, klíčky v krabičce, zámeček na 268',
      'The key safe hangs behind the timetable and opens on 7-3-9-1.',
      'The alarm gives you 30 seconds; punch in 90 18 33 and wait.',
      'Trezor se otvírá trojicí 31 – 64 – 09, poslední pomalu.',
      'Unlock the iPad with 201918',
    ],
    clean: [
      'the gate opens at 7:30 for 1200 customers',
      'the door sensor sends 8640 rows a day',
      'výtah jede 24 pater, chce 300 kg',
    ],
  },
  {
    id: 'number-of-padlock',
    name: 'the code of a lock',
    pattern:
      /(?<!\p{L})(?:padlock|combination lock|(?:visac\p{L}{1,2} )?zám(?:ek|ku|kem|eček))(?: is| je| na|:| =)? ((?!(?:19|20)\d\d(?!\d))\d{3,6})(?![\w%]|[.,:-]\d)/giu,
    keywords: ['padlock', 'combination', 'zám'],
    hits: [
      'Lab fridge with the samples, padlock 317',
      'Kolo stojí u vrat, zámek 4190, potom rozházet',
    ],
    clean: ['the padlock of 2024', 'zámek na dveřích'],
  },
  {
    id: 'turns-of-lock',
    name: 'the code of a lock',
    pattern:
      /(?:\d{1,2} (?:vpravo|vlevo|doprava|doleva|(?:to the )?(?:right|left))[, ]{1,2}(?:a |and |then |pak )?){2,5}|(?:(?:right|left|doprava|doleva|vpravo|vlevo)(?: to| na)? \d{1,2}[, ]{1,2}(?:a |and |then |pak )?){2,5}/giu,
    keywords: ['right', 'left', 'vlevo', 'vpravo', 'doleva', 'doprava'],
    hits: ['se točí 13 vpravo, 41 vlevo, 9 vpravo, ztuha', 'right 31, left 9, right 17'],
    clean: ['12 left', 'the column on the right 3'],
  },
  {
    id: 'number-in-words',
    name: 'a code, spelled out',
    pattern:
      /(?<![\p{L}-])(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|nula|jedna|dva|tři|čtyři|pět|šest|sedm|osm|devět)(?:, |-| )){3,9}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|nula|jedna|dva|tři|čtyři|pět|šest|sedm|osm|devět)(?![\p{L}-])/giu,
    keywords: ['one', 'two', 'three', 'four', 'five', 'jedna', 'dva', 'tři', 'čtyři', 'pět'],
    check: (found) => !/one\W{1,2}two|two\W{1,2}three|jedna\W{1,2}dva|dva\W{1,2}tři/i.test(found),
    hits: ['turn the wheels to four-nine-two-seven', 'řekni po číslech: šest, devět, nula, jedna'],
    clean: ['one, two, three, four', 'jedna, dva, tři, čtyři', 'two or three of four'],
  },
  {
    id: 'word-of-device',
    name: 'a password',
    pattern: device,
    asWritten: true,
    search: (lines) =>
      lines
        .split('\n')
        .filter((line) => device.test(line) && signing.test(line))
        .flatMap((line) => line.match(madeUp) ?? [])
        .filter(
          (found) =>
            isPlausibleValue(found) &&
            !inPrograms.test(found) &&
            !common.test(found) &&
            /[\d\p{Lu}]/u.test(found),
        ),
    hits: [
      'TeamViewer into the line: ID 481, access password lam2line.',
      'Na stará čidla lez telnetem, root, vlhko77.',
    ],
    clean: [
      'the admin of the tablet is asked for sign-in',
      'log in to the router with the password of the e-mail',
      'Grafana reads from web01 and db2 as user',
    ],
  },
]
