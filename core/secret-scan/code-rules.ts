import type { SecretRule } from './secret-rule.ts'

const codes = String.raw`(?:recovery|backup|scratch|fallback|emergency|rescue|záložní|zálohovací|obnovovací|2fa|one-time|single[ -]use)[^\n]{0,40}?(?:codes?|kód\p{L}{0,3}|keys?|2fa)|2fa[^\n]{0,12}fallback`

/** Codes that open something: PINs, codes of doors, recovery codes, seeds of one-time codes. */
export const codeRules: readonly SecretRule[] = [
  {
    id: 'pin',
    name: 'a PIN or one-time code',
    pattern:
      /(?<![\p{L}\d])(?:pin|pin code|cvv|cvc|door code|alarm code|kód dveří)(?![\p{L}])[^\d\n]{0,24}(?:[:=]|is|je)\s{0,3}["'`]?(\d{3,8})(?!\d)/giu,
    keywords: ['pin', 'cvv', 'cvc', 'code', 'kód'],
    hits: ['PIN: 4821', 'the door code is 99213'],
    clean: ['pin the version: 1.2', 'status code is checked'],
  },
  {
    id: 'pin-written',
    name: 'a PIN',
    pattern:
      /(?<![\p{L}\d])(?:PIN|PUK|CVV|CVC|Pin|pin(?= \d{4})|PINem|PINu|PINy)(?![\p{L}-])(?:(?:[^\n\d]|(?<=\p{L})\d(?!\d)){0,40}?|[^\n]{0,50}?\s(?:je|is|:|=)\s)(?<![\w.])(\d{4,8})(?![\w-]|[.,]\d)/gu,
    keywords: ['pin', 'puk', 'cvv', 'cvc'],
    hits: ['PIN na výtah V3: 7437', 'the SIM has PIN 1388', 'Die PIN für die Karte ist 913346.'],
    clean: ['PIN the image to 3.11', 'PIN entry is off', 'Pin the module to `ae4018a7035c`'],
  },
  {
    id: 'entry-code',
    name: 'the code of a door or an alarm',
    pattern:
      /(?<![\p{L}\d])(?:door|alarm|gate|safe|lock(?:box)?|keypad|garage|entry|building|dve[rř]\p{L}{1,4}|alarm\p{L}{0,3}|trezor\p{L}{0,3}|brán\p{L}{0,3}|klávesnic\p{L}{0,3}|zám\p{L}{1,4}|garáž\p{L}{0,3}|server(?:room|ovn\p{L}{1,2}))[^\n\d]{0,60}?(?:code|combination|kód\p{L}{0,3}|kombinac\p{L}{1,2}|naťuk\p{L}{1,3}|zadej|type|press|enter|vyťuk\p{L}{1,3})[^\n\d]{0,20}?(?<![\d.])(\d{4,8}|\d{2}-\d{2}-\d{2})#?(?!\w|\.\d)|(?<![\p{L}\d])(?:(?:code|combination|kód|kombinac\p{L}{1,2})\s(?:of|for|to|od|do|na|k|ke)\s[^\n\d]{3,40}?|(?:safe|keypad|trezor\p{L}{0,2}|lockbox)[^\n\d]{0,40}?(?:opens? (?:with|at|by)|:|otevír\p{L}{1,3} (?:na|se)?)|(?:phone|sim|tablet|device|mobil\p{L}{0,2})[^\n\d]{0,50}?(?:unlocks?|odemyk\p{L}{1,2})[^\n\d]{0,12}?|(?:code|kód)\s(?:(?:of|for|to|od|do|na|k|ke)\s[^\n\d]{3,40}?|[^\n\d]{0,12}(?:alarm|dve[rř]|trezor|door|safe)[^\n\d]{0,30}?)\s(?:je|is))\s{0,3}(?<![\d.])(\d{4,8})#?(?!\w|\.\d)/giu,
    hits: [
      'Server room door code 061325#',
      'alarm v kanceláři se vypíná kódem 947492',
      'Kód od serverovny: 674835 a pak křížek',
      'Safe in the office opens with 33668630',
      'Kód od serverovny je 8582. Dveře zavírat.',
    ],
    clean: ['lock the table and enter 2 rows', 'the safe code path'],
  },
  {
    id: 'lock-code',
    name: 'the code of a door, a lock or an alarm',
    pattern:
      /(?<![\p{L}\d])(?:(?:t[uü]r|zugangs|tresor|alarm)code|zahlenkombination|passcode|combination|(?:čtyř|pěti|šesti|osmi)číslí|szyfr\p{L}{0,2}|(?:vy|na|za)?ťuk\p{L}{1,4}|punch(?:es)? in|kódem|PINem|kód(?! (?:obce|banky|země|zboží|(?!je|na|do|od|ke|ze|pro|byl|teď|zní|tam|zas)\p{L}{2,3}(?= \d)))|(?:room|front|back|office|garage|rack) (?:door|gate)(?=:)|alarm (?:off|on) with|unlocks? with|(?:door|gate|vrata|garáž|brána|keypad)(?= \d{3,8}[#*]|\s?[|:]\s?\d)|opens? with|otevír\p{L}{1,3}|odemyk\p{L}{1,2}|vypíná(?: se)?|dveře(?=:))(?!\p{L})[^\n\d]{0,40}?[\s*#](?<![\d.])([A-Z*#]?\d{3,8}[*#]?|\d{2}-\d{2}-\d{2})(?![\w%]|[.,-]\d)/giu,
    keywords: [
      'code',
      'kombination',
      'combination',
      'kód',
      'pinem',
      'door',
      'gate',
      'alarm',
      'dveře',
      'unlock',
      'odemyk',
      'vypín',
      'vrata',
      'garáž',
      'brána',
      'keypad',
      'open',
      'otev',
      'číslí',
      'szyfr',
      'ťuk',
      'punch',
    ],
    check: (found) => found.replace(/\D/g, '').length >= 4 || /^[A-Z*#]\d{3}[*#]?$/.test(found),
    hits: [
      'Do serverovny se dostaneš kódem B769*.',
      'Der Türcode zum Serverraum ist *4365#.',
      'Server room door: 301896, then push hard',
      'Office alarm off with 8157 within 30 s',
      'Čtyřčíslí od skladu je zase 9062',
      'kdo nemá kartu, ať vyťuká 6330#',
    ],
    clean: [
      'the combination of 2 columns',
      'končí kódem 1',
      'Kód ADM 25123456',
      'exit kód 255, HTTP kód 404',
    ],
  },
  {
    id: 'pin-beside',
    name: 'a PIN',
    pattern:
      /(?<![\w.-])(\d{4,8})["'`]?\s(?:[-–—=]|is|je|:)\s(?:the\s)?(?:pin|puk)(?!\p{L})|(?<!\p{L})(?:pin|puk)\?["”]?\s{0,3}\n?[\s>*•-]{0,8}(?:[\p{L}]{1,20}:\s)?(?:it['’]?s\s|je\s(?:to\s)?)?["'`]?(\d{4,8})(?![\w.-]\d|\d)|(?<!\p{L})pin\s(?:for|of|on|to|na|od|do|k|ke)\s[^\n\d]{3,60}?\s?(?:=|:|is|je)\s["'`]?(\d{4,8})(?![\w.-]\d|\d)|(?<!\p{L})(?:asks? for|wants|needs|chce|žádá)\s(?:a\s|the\s)?pin,\s\p{L}{2,8}\s(\d{4,8})(?!\d)/giu,
    keywords: ['pin', 'puk'],
    hits: [
      '- 12244744 - pin for the tablet',
      '> SIM pin?\n> its 71874',
      'pin of the printer for private pages = 6439',
      'the printer wants a pin, type 8295',
    ],
    clean: ['pin? No, 2 of them', '1200 - pinned'],
  },
  {
    id: 'place-code',
    name: 'the code of a door or a lock',
    pattern:
      /(?<![\p{L}\d])(?:doors?|gate|cabinet|storage|box|locker|lock|safe|lobby|room|archive|garage|entrance|elevator|lift|vault|vchod\p{L}{0,2}|vrátk\p{L}{1,2}|bike|parking|office|warehouse|reception|keypad|get in|serverovn\p{L}{1,2}|dve[rř]\p{L}{1,3}|sklad\p{L}{0,2}|archiv\p{L}{0,2}|garáž\p{L}{0,2}|skříň\p{L}{0,2}|výtah\p{L}{0,2}|kolár\p{L}{0,3})(?!\p{L})[^\n\d]{0,60}?(?:(?<!(?:error|exit|status|https?|return|response|close|source|reason|country|currency)[ _-])code|combination|keypad|type(?=\s["'`]?[*#A-Z]?\d{4,8}[*#]?\s(?:on|at|and|then)\s)|kód\p{L}{0,2}|klávesnic\p{L}|ťuk\p{L}{1,3}|zmáčk\p{L}{1,4})(?!\p{L})[^\n\d=]{0,40}?[\s:=|(]{1,3}["'`]?([A-Z*#]?\d{4,8}[A-Z*#]?|\d\d(?:-\d\d){2,3})(?![\w%]|[.,-]\d)|(?<!\p{L})(?:(?<!(?:error|exit|status|https?|return|response|close|source|reason|country|currency)[ _-])code|combination|kód|kombinac\p{L}{1,2})\s(?:for\s)?[^\n\d]{0,60}?(?:box|door|entrance|cabinet|storage|room|archive|locker|gate|safe|trezor\p{L}{0,2}|skříň\p{L}{0,2}|dve[rř]\p{L}{1,3})[^\n\d]{0,30}?(?:\s(?:is|je)|\s?[=:])\s["'`]?([A-Z*#]?\d{4,8}[A-Z*#]?|\d\d(?:-\d\d){2,3})(?![\w%]|[.,-]\d)|\|\s{0,9}(?:code|kód)\s([A-Z*#]?\d{4,8}[*#]?)\s{0,9}\||(?<!\p{L})(?:kód|code|keypad|klávesnici)\s(\d{4,6}[A-Z])(?!\w)|(\d{4,8})\sis\sthe\s(?:door|alarm|gate|entry|access|building)\scode/giu,
    keywords: [
      'code',
      'combination',
      'keypad',
      'type',
      'kód',
      'klávesnic',
      'kombinac',
      'ťuk',
      'zmáčk',
    ],
    hits: [
      'archive cabinet code 67-36-47',
      'door code changed again, server room = A0280',
      '| lobby after 18:00 | code 0343# |',
      'to get in (bike storage) type *47885# on the keypad',
      'the code for the key box by the back entrance is 75-91-75',
      'after six: code 9005B',
      'kombinace trezoru se zálohami: 77-30-32',
      'na zadní vchod se ťuká 433105',
      'who leaves last: 23568 is the alarm code',
    ],
    clean: [
      'the storage code of 2 engines',
      'the storage type has a limit of 4096 bytes',
      'a lock that waits too long ends with error code 1205',
      'the gate returns code 404',
    ],
  },
  {
    id: 'code-and-lock',
    name: 'the code of a door or a lock',
    pattern:
      /(?:[🔓🔒🔐🔑🗝🔢📟]\ufe0f?|👉)\s?["'`]?([*#]?\d{4,8}[*#]?)(?![\w%]|[.,-]\d)|(?<![\w.,-])(?!(?:19|20)\d\d\s)(\d{4,8}[*#]?)\s[^\n\p{L}\d]{0,6}(?:odemkne|odemyká|otevře|otevírá|unlocks|opens|öffnet)(?!\p{L})/giu,
    keywords: [
      '🔓',
      '🔒',
      '🔐',
      '🔑',
      '🗝',
      '🔢',
      '📟',
      '👉',
      'odem',
      'otev',
      'unlocks',
      'opens',
      'öffnet',
    ],
    hits: ['tablet of the depot 🔓 973178', 'depot 👉 567093 👈 (odemkne pager)'],
    clean: ['🔑 2 keys of 300', '1200 rows, and 2026 opens with a sale'],
  },
  {
    id: 'code-below',
    name: 'the code of a door, a card or an alarm',
    pattern:
      /(?<!\p{L})(?:kód(?:em|u)? (?:od|na|do|k|alarmu|dveří|trezoru|brány|vrat)|pin|puk|(?:door|alarm|gate|entry|safe) code)(?!\p{L})[^\n]{0,60}\n[\s>*•-]{0,14}(?:\*{0,2}\p{L}{2,20}\*{0,2}\s?(?:\d{1,2}:\d\d)?:\s)?["'`*]{0,3}([*#]?(?!(?:19|20)\d\d(?!\d))\d{4,8}[*#]?)["'`*]{0,3}[ \t]{0,4}$/gimu,
    keywords: ['kód', 'pin', 'puk', 'code'],
    hits: [
      '- kód alarmu ve skladu\n  - 185256',
      '> Ann: the door code of the shop?\n> **Bob** 9:15: 180754',
    ],
    clean: ['the door code was changed\n2026', 'pin the versions\n- 1200 rows'],
  },
  {
    id: 'recovery-codes',
    name: 'recovery codes',
    pattern: new RegExp(codes, 'iu'),
    search: (lines) => {
      const found = lines.match(
        /(?<![\w-])(?=[\da-z]{0,8}[ -]?[\da-z]{0,8}\d)(?:[\da-z]{4,6}[ -][\da-z]{4,6}(?:[ -][\da-z]{4,6})?(?:[ -][\da-z]{4,6})?|\d{6,10})(?![\w-])/gi,
      )
      return (found ?? []).filter((one) => (one.match(/\d/g)?.length ?? 0) >= 2)
    },
    hits: [
      'Recovery codes of the shop:\n- 5ef7a-75dcb\n- 85595-d7896',
      'záložní kódy: 86855150 49563942',
    ],
    clean: ['recovery codes are in the safe', 'backup keys: the last 30 days'],
  },
  {
    id: 'one-time-seed',
    name: 'the seed of one-time codes',
    pattern:
      /(?<![\p{L}\d])(?:[2m]fa|totp|otp|authenti\p{L}{3,8}|autenti\p{L}{3,8}|dvou?faktor\p{L}{0,4}|setup key|google auth\w{0,10})(?!\p{L})/iu,
    search: (lines) =>
      [...lines.matchAll(/(?<![\w/+])(?:[A-Z2-7]{4}[ -]?){4,16}[A-Z2-7]{0,3}(?![\w/+])/gi)]
        .map(([found]) => found.trim())
        .filter(
          (found) => /[a-z]/i.test(found) && (/\d/.test(found) || /^[A-Z]{16,}$/.test(found)),
        ),
    hits: [
      'oathtool --totp -b G4KQHLHZLHTJLCOXHTEWWPIFBX',
      '2FA seed: 3QVWXTZTKVHG7ZF6',
      'the authenticator setup key is v3qp 3viw xtbv rsd4',
    ],
    clean: ['the 2fa page asks for some more code than that'],
  },
  {
    id: 'app-password',
    name: 'a password of an app',
    pattern:
      /(?<!\p{L})(?:app(?:lication)?[ -]passwords?|hesl\p{L}{1,3} (?:pro )?aplikac\p{L}{1,2}|gmail|smtp|imap|icloud|pass\w{0,8}|hesl\p{L}{1,3})(?!\p{L})/iu,
    search: (lines) =>
      [...lines.matchAll(/(?<![\w-])[a-z]{4}[ -][a-z]{4}[ -][a-z]{4}[ -][a-z]{4}(?![\w-])/g)]
        .map(([found]) => found)
        .filter(
          (found) =>
            !/\b(?:that|this|with|from|have|been|when|what|will|does|must|only|uses|then|them|your|into|each|also|more|such|than|they|file|data|test|code)\b/.test(
              found,
            ),
        ),
    hits: ['Gmail app password: lumx sxpe ypcp zaxa'],
    clean: ['the password must have been kept'],
  },
  {
    id: 'disk-recovery-key',
    name: 'the recovery key of a disk',
    pattern: /(?<![\d-])(?:\d{6}-){7}\d{6}(?![\d-])/g,
    hits: ['433565-229812-261052-255101-452452-553289-466488-019107'],
    clean: ['2026-11-28'],
  },
  {
    id: 'licence-key',
    name: 'the key of a licence',
    pattern: /(?<![\w-])(?:[A-Z\d]{5}-){3,5}[A-Z\d]{5}(?![\w-])/g,
    check: (found) => /\d/.test(found) && /[A-Z]/.test(found),
    hits: ['activation key HEIN4-BK9I7-8GTGD-JY264-7QWT4'],
    clean: ['AAAAA-BBBBB-CCCCC-DDDDD'],
  },
  {
    id: 'recovery-phrase',
    name: 'a recovery phrase',
    pattern:
      /(?<!\p{L})(?:seed|recovery|mnemonic|backup|wallet|peněženk\p{L}{1,2}|(?:twelve|12|24|dvanáct) (?:\w{2,10} )?(?:words|slov))(?!\p{L})/iu,
    search: (lines) => {
      const words = String.raw`(?:(?:^|[\s>,;*+-]|\d{1,2}[.)]\s?){0,4}[a-zà-ž]{3,10}(?=[\s,;.]|$))`
      const found = lines.match(new RegExp(`${words}{12,24}`, 'gm')) ?? []
      return found
        .map((one) => one.trim())
        .filter((one) => !/\b(?:the|and|are|for|with|that|is|in|of|to|se|je|na|by)\b/.test(one))
    },
    hits: [
      'seed phrase: witch collapse practice feed shame open despair creek road again ice least',
      'wallet mnemonic\n1. witch\n2. collapse\n3. practice\n4. feed\n5. shame\n6. open\n7. despair\n8. creek\n9. road\n10. again\n11. ice\n12. least',
    ],
    clean: [
      'the recovery phrase is kept in the safe, which only two of the team can open together',
    ],
  },
  {
    id: 'security-answer',
    name: 'the answer to a security question',
    pattern:
      /(?:security question|kontrolní otázk\p{L}{1,2}|mother['’]s maiden name)[^\n]{0,80}?(?:answer|odpověď|a:)[^\n:→]{0,24}?(?:[:→]|is|je)\s?["'„“]?(\S[^\n"”“]{4,60})|(?:first pet|maiden name|prvního (?:mazlíčka|psa)|za svobodna)[^\n:]{0,60}?(?:filled in|vyplněno)\s|answer to (?:the|our) security question[^\n:]{0,80}:\s["'„“]?(\S[^\n"”“]{4,60})/giu,
    keywords: ['question', 'otázk', 'maiden', 'first pet', 'prvního', 'svobodna'],
    hits: [
      'security question "first pet": the answer we gave: Matylda',
      'answer to the security question (first pet) of the depot: Matylda',
      'ptá se na jméno prvního mazlíčka, máme vyplněno matylda99',
    ],
    clean: ['the security question is optional'],
  },
]
