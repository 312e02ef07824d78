import type { SecretRule } from './secret-rule.ts'

/** What programs and makers issue: links that open by themselves, codes for the day a telephone is lost, serial numbers. */
export const issuedRules: readonly SecretRule[] = [
  {
    id: 'shared-link',
    name: 'a link that whoever has it may open',
    // Nextcloud's have fifteen characters; Dropbox's carry their key; WeTransfer's and others' two parts.
    pattern:
      /(?:\/s\/|index\.php\/s\/)(?=[a-z]{0,15}[A-Z\d])(?=[A-Z]{0,15}[a-z\d])[A-Za-z\d]{15}(?![A-Za-z\d])|(?:uschovna\.cz\/zasilka|we\.tl|wetransfer\.com\/downloads)\/(?=[\w/-]{0,40}\d)[\w/-]{8,200}|[?&](?:rlkey|authkey|sharetoken|share_token|access_key|sv=[^\s&]{8,12}&[^\s]{0,80}?sig)=[\w%+/=-]{12,200}/g,
    keywords: [
      '/s/',
      'uschovna',
      'we.tl',
      'wetransfer',
      'rlkey',
      'authkey',
      'share',
      'access_key',
      'sv=',
    ],
    hits: [
      'the plan: https://cloud.acme.com/s/5MjrJaCnWBlt7Jl, no login',
      'stáhnete z https://www.uschovna.cz/zasilka/GQNTTNOH5EM4QE3H-E4R do 14 dnů',
      'upload to https://www.dropbox.com/scl/fo/bmj/h?rlkey=2uilsefbnacxv3hptegyu6wmt&dl=0',
    ],
    clean: ['https://acme.com/s/internationalis', 'https://acme.com/s/12', '/s/ABCDEFGHIJKLMNOP'],
  },
  {
    id: 'signed-link',
    name: 'a signed link',
    pattern:
      /[?&](?:sig|sign|signature|podpis|hmac|auth|x-sig|x-signature|token|hash|st|key|k|prefill_\w{2,12})=(?=[a-z]{0,40}\d)[\da-f]{16,128}(?![\w-])/gi,
    keywords: ['='],
    hits: [
      '<audio src="https://cdn.acme.cz/k03.mp3?do=1731100000&podpis=bb3a20196f4c56a5489c81960701">',
    ],
    clean: ['https://acme.com/app.js?hash=bb3a2019', '?token=<token>&signature=none'],
  },
  {
    id: 'hook-with-id',
    name: 'an address that whoever has it may use',
    pattern:
      /(?<![\w/.-])(?:https?:\/\/)?(?:api\.vercel\.com\/v1\/integrations\/deploy\/\w{8,40}\/\w{6,40}|api\.netlify\.com\/build_hooks\/[\da-f]{16,40}|[\w.-]{4,80}\/hooks\/(?=[a-z]{0,26}\d)[a-z\d]{26}|[\w.-]{4,80}\/(?:login\/)?magic(?:-link)?\/[\w-]{16,80}|[\w.-]{4,80}\/s\/(?=[a-f]{0,20}\d)[\da-f]{20}|events\.(?:eu\.)?pagerduty\.com\/integration\/[\da-f]{32}|hooks\.zapier\.com\/hooks\/catch\/\d{3,12}\/\w{4,20}|[\w.-]{4,80}\/webhooks?(?:-test)?\/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})/gi,
    keywords: ['hook', 'pagerduty', 'vercel', 'magic', '/s/'],
    hits: [
      'zapier → hooks.zapier.com/hooks/catch/8907065/3o4rctj/',
      'n8n.acme.cz/webhook/5954defc-a393-41d5-b828-cdce3e98705b, bez autentizace',
    ],
    clean: ['hooks.zapier.com/hooks/catch/ takes a POST', 'acme.cz/webhook/orders'],
  },
  {
    id: 'signed-cookie',
    name: 'the cookie of a session',
    // As express-session signs them.
    pattern: /(?<![\w%])s(?:%3A|:)[\w-]{16,64}\.[\w%+/-]{27,100}/gi,
    hits: [
      'value: "s%3A1YSpTMAM8TiiDznuArrxja1CU4wJ10s6.OFyMuuJKR7JzhnJd_YrRUGCAk3NGqZMAMMAZ0pCxhWF"',
    ],
    clean: ['s:Module.method', 'https://acme.com/a.b'],
  },
  {
    id: 'session-in-file',
    name: 'the cookie of a session',
    pattern:
      /(?<!\w)(?:PHPSESSID|JSESSIONID|ASP\.NET_SessionId|connect\.sid|laravel_session|sessionid|session_id)\s{1,3}(?=[a-z]{0,40}\d)([\w-]{16,80})(?!\w)/gi,
    keywords: ['sess', 'connect.sid'],
    hits: ['geo.lan TRUE / TRUE 1790000000 PHPSESSID f7tt5ejnm21hxthqe9f8lx7661'],
    clean: ['PHPSESSID is set by the server', 'sessionid uuid primary key'],
  },
  {
    id: 'app-id',
    name: 'a key',
    // As Open Exchange Rates and OpenWeather call their keys.
    pattern: /(?<!\w)app_?id\s?[=:]\s?["'`]?(?=[a-f]{0,32}\d)([\da-f]{32})(?!\w)/gi,
    keywords: ['appid', 'app_id'],
    hits: ['falls back to openexchangerates, app_id=5c6471641af7936ac02f7f7455eb5a54'],
    clean: ['app_id=orders', 'app_id: 5c647164-1af7-936a-c02f-7f7455eb5a54'],
  },
  {
    id: 'cookie-of-page',
    name: 'the cookie of a session',
    pattern: /document\.cookie\s?\+?=\s?["'`][\w-]{1,40}=([\w%.+/-]{16,400})/g,
    keywords: ['document.cookie'],
    hits: ['document.cookie = "kt_portal=6c83bfceae69d8a7834ede89c79604724189ee3d"; // Ann’s'],
    clean: ['document.cookie = "lang=cs"', 'document.cookie = `${name}=${value}`'],
  },
  {
    id: 'licence-signature',
    name: 'a licence key',
    // As FlexNet writes licences.
    pattern: /\bSIGN2?="([\dA-F ]{20,400})"/g,
    keywords: ['sign'],
    hits: ['FEATURE NX_MILL ugslmd 40.0 SIGN="D8CE 63F1 47B8 4EE6 C6B6 0FF8"'],
    clean: ['SIGN="<sign>"'],
  },
  {
    id: 'rescue-codes',
    name: 'codes for the day a telephone is lost',
    pattern:
      /(?<!\p{L})(?:recover\p{L}{1,3}|rescue|backup codes?|scratch codes?|one[- ]time codes?|emergency codes?|záchrann\p{L}{1,4}|obnov\p{L}{2,6}|záložní\p{L}{0,2} kód\p{L}{0,2}|jednorázov\p{L}{1,3} kód\p{L}{0,2})(?!\p{L})/iu,
    search: (lines) => {
      const codes =
        lines.match(
          /(?<![\w.:/-])(?:(?=[a-z-]{0,11}\d)[\da-f]{4,6}-[\da-f]{4,6}|(?=[a-f]{0,8}\d)(?=\d{0,8}[a-f])[\da-f]{8}|(?=[A-Z]{0,8}\d)(?=\d{0,8}[A-Z])[A-Z\d]{8}|\d{4} \d{4}|\d{8})(?![\w:/-]|\.\d)/gi,
        ) ?? []
      return codes.length > 1 || /(?:scratch|emergency) code/i.test(lines) ? codes : []
    },
    hits: [
      'gh-recovery.txt of the robot, the rest:\ne5c74-ecf51\n316b8-c9f5e',
      'jednorázové kódy, škrtejte: 06337035, 58881001, 19295477',
    ],
    clean: ['the recovery takes 12345678 ms', 'recovery of 2026-11-28'],
  },
  {
    id: 'serial-number',
    name: 'a licence key',
    pattern:
      /(?<!\p{L})(?:s[ée]riov\p{L}{1,3} číslo|serial(?: (?:no|number|key))?|registrační číslo|autorizační kód|cd-key|installation key|klíč instalace|aktivační kód|licen\p{L}{1,4}|activation(?: code)?|unlock code|product key)(?!\p{L})[^\n]{0,70}?\n?\s{0,6}(?<![\w.-])((?=[A-Z\d-]{0,40}\d)(?:(?:[A-Z\d]{4}-){1,7}[A-Z\d]{4}|(?:[A-Z\d]{5}-){2,6}[A-Z\d]{5}|(?:[A-Z\d]{6}-){2,5}[A-Z\d]{6})|(?=[A-Z\d]{0,8}\d)[A-Z\d]{5,8}-(?=[A-Z\d]{0,8}[A-Z])[A-Z\d]{5,8})(?![\w-])/giu,
    keywords: [
      'seri',
      'séri',
      'registr',
      'autoriz',
      'aktiv',
      'activ',
      'licen',
      'unlock',
      'product',
      'cd-key',
      'installation key',
      'klíč instalace',
    ],
    check: (found) => found === found.toUpperCase(),
    hits: [
      'Sériové číslo korektoru 7507-6586-1886-2564 máme na pět míst.',
      'registrační číslo 592469-FU9T9I máme pro všechny stanice',
      'after a change of hardware the CD-Key is 6H2K-9QZ7',
      'File Installation Key:\n  38441-09127-55310-62284-71903',
    ],
    clean: ['the licence of 2026-11-28', 'serial numbers are unique', 'license MIT-0 or Apache-2'],
  },
  {
    id: 'azure-devops-token',
    name: 'a token of a service',
    // Base32 in small letters.
    pattern: /(?<![\w/+.-])(?=[a-z]{0,40}[2-7])[a-z2-7]{52}(?![\w/+-])/g,
    hits: ['pat lwdtjgiahwqcpekhmwsqgpztvkvwslvqv7rqystehn3ibc6dj~eha'],
    clean: ['a word of small letters'],
  },
  {
    id: 'upper-key',
    name: 'a key',
    pattern: /(?<![\w/+.-])[A-Z\d]{32}(?![\w/+=-])/g,
    // Letters and digits take turns in it.
    check: (found) => (found.match(/[A-Z]\d/g)?.length ?? 0) >= 4,
    hits: ['routing key `R02CLS5CXH4DGOERNX4YVKNO6ONI34ED` goes to events'],
    clean: ['ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'],
  },
  {
    id: 'seed-in-groups',
    name: 'the seed of one-time codes',
    pattern: /(?<![\w-])(?=[A-Z ]{0,38}[2-7])(?:[A-Z2-7]{4} ){3,15}[A-Z2-7]{4}(?![\w-])/g,
    check: (found) => /[2-7]/.test(found) && !/^\d+$/.test(found.replaceAll(' ', '')),
    hits: ['The key shown at enrolment was HXDM VJEC JJWS RB3H, just in case.'],
    clean: ['READ THIS FILE ONLY', '2345 6723 4567 2222'],
  },
  {
    id: 'key-of-wallet',
    name: 'the key of a wallet',
    pattern:
      /(?<!\p{L})(?:wallet|peněženk\p{L}{1,2}|private key|signing seed|signer|soukrom\p{L}{1,2} klíč)(?!\p{L})/iu,
    search: (lines) => lines.match(/(?<![\w])(?:0x)?(?=[a-f]{0,64}\d)[\da-f]{64}(?!\w)/gi) ?? [],
    hits: [
      'hot wallet of the pilot: 0x30ed8e7908ee7d68bdab89313aa81f675e6943044eccb50d2e3f7bd2d00c8add',
      'the licence signing seed is 1291cb3cd66f012b6c2fb8c2e5d048232693420224b931199926fac35bbf4904',
    ],
    clean: ['the wallet has 64 rows'],
  },
]
