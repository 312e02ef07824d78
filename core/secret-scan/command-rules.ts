import { nearbyValue } from './nearby-value.ts'
import { isPlausibleKey, isPlausibleValue } from './plausible-value.ts'
import type { SecretRule } from './secret-rule.ts'

/** Not a variable, an option, a port, or what documentation writes in the place of a value. */
const isGiven = (found: string): boolean =>
  isPlausibleValue(found) &&
  !/^[$<{%*&-]|^(?:pass(?:word)?|pwd|secret|prompt|stdin|\d{2,5})$/i.test(found)

/** In a command two words with a dot between are no member of a program's object; a file or a machine they may be. */
const isGivenInCommand = (found: string): boolean =>
  isGiven(found) ||
  (/^[a-z]{3,}\.[a-z]{3,}$/.test(found) &&
    !/\.(?:ya?ml|json|txt|conf|cfg|ini|env|pem|key|crt|sql|csv|log|local|com|net|org|lan|host)$/.test(
      found,
    ))

/** Secrets in commands, programs and files of settings, where their place tells them. */
export const commandRules: readonly SecretRule[] = [
  {
    id: 'command-option',
    name: 'a password in a command',
    pattern:
      /(?:\s--user[= ]["']?[\w.@-]{1,64}:|\s\/p(?:ass(?:word)?)?:["']?|\bldap\w{3,12}\b[^\n|]{0,160}?\s-w\s{0,2}["']?|\b(?:sqlcmd|bcp|osql|isql)\b[^\n|]{0,120}?\s-P\s{0,2}["']?|\bsmb\w{3,8}\b[^\n|]{0,120}?\s-U\s{0,2}["']?[\w.\\-]{1,40}%|\bsnmp\w{2,12}\b[^\n|]{0,60}?\s-c\s{1,2}["']?|--requirepass[ =]|-(?:src|dest|store|key)(?:store)?pass(?:wd)?\s{1,2}["']?|(?<!(?:mysql|mariadb)[^\n|]{0,80})\s-u\s{1,2}["']?[\w.@\\-]{1,64}["']?\s[^\n|]{0,60}?(?<=\s)-p\s{0,2}["']?|\b(?:beeline|exaplus|tabcmd|clickhouse-client|mongosh?|snowsql|vsql)\b[^\n|]{0,160}?\s-p\s{1,2}["']?|\bhtpasswd\s[^\n|]{0,30}?-\w{0,5}b\w{0,4}\s{1,2}\S{1,80}\s{1,2}\S{1,60}\s{1,2}["']?|\bConvertTo-SecureString\s{1,2}(?:-String\s{1,2})?["']?|\bsqlplus\s{1,2}[\w.-]{1,40}\/["']?|\blftp\b[^\n|]{0,40}?\s-u\s{1,2}[\w.@-]{1,64},|\b(?:openssl|gpg)\b[^\n|]{0,160}?\s(?:-k|--passphrase)\s{1,2}["']?)([^\s"']{5,120})/gi,
    check: isGivenInCommand,
    hits: [
      'htpasswd -b .htpasswd docs depot.gates',
      'curl --user loader:swordfish ftp://shop/out/',
      "xfreerdp /v:shop.lan /u:loader /p:'Harbor77'",
      'ldapsearch -x -D "cn=loader" -w swordfish -b dc=acme',
      'sqlcmd -S shop -U loader -P swordfish -Q "select 1"',
      'snmpget -v2c -c harborline 10.1.1.1',
      'sqlplus loader/harbor-rocket-velvet@SHOP @refresh.sql',
      'keytool -list -keystore trust.jks -storepass harborline',
      'redis-server --port 6379 --requirepass swordfish',
    ],
    clean: [
      'docker run --user 1000:1000 x',
      'net use /p:yes',
      'ldapsearch -W -D cn=loader',
      'sqlplus loader/$PW@SHOP',
    ],
  },
  {
    id: 'basic-header',
    name: 'the value of an Authorization header',
    pattern: /\bbasic\s{1,2}([A-Za-z\d+/]{8,400}={0,2})/gi,
    keywords: ['basic'],
    check: (found) =>
      /^[\x21-\x7e]{1,64}:[\x21-\x7e]{3,}$/.test(
        atob(found.slice(0, found.length - (found.length % 4)) || found),
      ),
    hits: ['Basic YWlyYnl0ZTpNYXJtYWxhZGU='],
    clean: ['basic authentication of the portal', 'Basic functions are there'],
  },
  {
    id: 'braced-password',
    name: 'a password in a connection',
    pattern: /\b(?:pwd|password)\s?=\s?\{([^{}\s$]{5,80})\}/gi,
    keywords: ['pwd', 'password'],
    check: isGiven,
    hits: ['Driver={ODBC Driver 18};Uid=loader;Pwd={Harbor1507};'],
    clean: ['password={ value }', 'pwd = {password}'],
  },
  {
    id: 'user-and-then',
    name: 'a password',
    pattern:
      /(?<!\p{L})(?:user(?:name)?|uživatel\p{L}{0,2}|login|account|účet|účtu|benutzer|jméno|jmeno)\s[\w.@-]{2,40},?\s(?:(?:and|a|und)\s)?(?:then|pak|potom|dann|heslo|password|hesl\p{L})\s["'`„“]?([^\s"'`„“”,;]{6,100})/giu,
    check: (found) => isGiven(found) && !/^\p{Ll}+$/u.test(found),
    hits: [
      'shop: user loader, and then 16986904200',
      'VPN: uživatel loader a pak barrel-magnet-glacier',
    ],
    clean: ['the user logs in and then reloads', 'login page and then orders'],
  },
  {
    id: 'user-slash-password',
    name: 'a password',
    pattern: /(?:^|[\s(:→|>])[\w.@-]{2,30}\s(?:\/|→|->)\s([^\s"'`,;)|]{8,100})(?=[\s,;).|]|$)/gm,
    keywords: [' / ', '→', '->'],
    check: (found) =>
      /^\d{8,14}$/.test(found) ||
      (!/^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/.test(found) &&
        nearbyValue('', found) !== undefined),
    hits: ['Shop -> loader / 200210455231', 'Shop: loader / Harbor-Line77'],
    clean: [
      'read / write and orders / customers',
      'Windows / macOS15',
      'md5sum orders.csv → b6589fc6ab0dc82cf12099d1c2d40ab9',
    ],
  },
  {
    id: 'user-and-p',
    name: 'a password',
    pattern:
      /(?<![\w-])(?:u|un|usr|user|login)\s?[:=(]\s?\S{1,60}[\s,;/|]{1,4}(?:p|pw|pass|h|hes)\s?[:=(]\s?["'`]?([^\s"'`,;()]{5,100})/gi,
    check: isGiven,
    hits: [
      'u: loader p: Schmetterling',
      'sklad: u: loader, h: Rohlik74*',
      'dsn("shop") u(loader) p("bsk%BQw61=pV")',
    ],
    clean: ['user: loader, port: 5432', 'user: loader p: &pw.'],
  },
  {
    id: 'piped-password',
    name: 'a password in a command',
    pattern:
      /\b(?:echo|printf)\s(?:-n\s)?["']?([^\s"'|]{5,120})["']?\s?\|\s?(?:sudo\s-S|su\b|passwd|cryptsetup|openssl|gpg)/g,
    keywords: ['echo', 'printf'],
    check: isGiven,
    hits: ["echo 'Harbor77' | sudo -S systemctl restart shop"],
    clean: ['echo $PASS | sudo -S ls', 'echo done | tee log'],
  },
  {
    id: 'user-password-host',
    name: 'an address with a password in it',
    pattern:
      /(?<![\w/.@-])[\w.-]{2,30}\/["']?([^\s"'/@]{6,100})["']?@(?!sha\d{3}:)(?:\/\/)?[\w.-]{3,80}(?::\d{2,5})?[/:]\w/g,
    keywords: ['@'],
    check: isGiven,
    hits: [
      'sqlplus loader/"Harbor77"@//shop.lan:1521/DWH',
      'jdbc:oracle:thin:loader/Harbor77@shop:1521:ORCL',
    ],
    clean: [
      'npm/package@1.2.3',
      'actions/checkout@v4/main',
      'shop/loader:4.4.3@sha256:0ae611b934dd976477f82893',
    ],
  },
  {
    id: 'wifi-code',
    name: 'the password of a network',
    pattern: /\bWIFI:[^\n]{0,80}?P:([^;\n]{5,80});/g,
    keywords: ['wifi:'],
    hits: ['WIFI:S:shop;T:WPA;P:harborline;;'],
    clean: ['WIFI: is in the hall'],
  },
  {
    id: 'answered-prompt',
    name: 'a password in a script',
    pattern: /word:?["'][^\n]{0,20}?\bsend\s{1,2}(?:--\s)?["']([^"'\n\\]{5,100})\\[rn]["']/gi,
    keywords: ['send'],
    hits: ['expect "word:"; send "Harbor77\\r"'],
    clean: ['expect "word:"; exit'],
  },
  {
    id: 'set-variable',
    name: 'a key in a variable',
    pattern:
      /\bsetx?\s{1,2}\w{0,40}(?:PAT|KEY|TOKEN|SECRET|PASS\w{0,8}|PWD)\s{1,2}["']?([^\s"'=]{6,200})/gi,
    keywords: ['set'],
    check: isPlausibleKey,
    hits: ['setx SHOP_PAT "q7Rk2Zs9LmW4"'],
    clean: ['set the key to something'],
  },
  {
    id: 'credential-arguments',
    name: 'a password in a program',
    pattern:
      /\b(?:[\w.]{0,30}(?:auth|credentials?)|login|log_in|sign_?in|connect|open|authenticate|basic\w{0,10}|client)\s?=?\s?\(\s?["'][^"'\n]{1,80}["'],\s{0,2}(?:["'][^"'\n]{1,80}["'],\s{0,2})?(?:["'][^"'\n]{1,80}["'],\s{0,2})?["']([^"'\n]{6,120})["']\s?\)/gi,
    keywords: ['auth', 'log', 'sign', 'connect', 'open', 'credential', 'basic', 'client'],
    check: (found) =>
      isGiven(found) &&
      !/^[a-z_ -]{1,7}$|^[a-z-]+-\d$|^[a-z]+[_ -][a-z_ -]+$|\.\w{2,4}$|^[A-Z_]+$|^utf|^\w+\/\w+$|^\d{1,7}$|^\d+[.:][\d.:]+$|\s/.test(
        found,
      ),
    hits: [
      's.auth = ("loader", "Harbor-Line7")',
      'connect("shop.lan", "loader", "Harbor-Line7")',
      'NetworkCredential("loader", "31457292726")',
    ],
    clean: [
      'open("orders.csv", "r")',
      "connect('shop.lan', 'loader')",
      'connect("shop", "10.20.30.40")',
      'client("s3", "eu-west-1")',
    ],
  },
  {
    id: 'credential-pair',
    name: 'a password in a program',
    pattern: /\bauth\s?=\s?\(\s?["'][^"'\n]{1,60}["'],\s?["']([^"'\n]{5,80})["']\s?\)/g,
    keywords: ['auth'],
    check: isGivenInCommand,
    hits: ['requests.get(URL, auth=("depot", "harbor.saddle"))'],
    clean: ['auth=("user", "password")', 'auth=(USER, PASSWORD)', 'auth=("a", "prod.yaml")'],
  },
  {
    id: 'shell-default',
    name: 'a password or key in a program',
    pattern: /\$\{\w{0,40}(?:PASS|PWD|SECRET|TOKEN|KEY)\w{0,20}:?[-=]([^}\s$]{6,200})\}/gi,
    keywords: ['${'],
    check: isGiven,
    hits: ['DB_PASS=${DB_PASS:-Harborline68}'],
    clean: ['DB_PASS=${DB_PASS:-$OTHER}', 'export TOKEN=${TOKEN:-}'],
  },
  {
    id: 'echoed-variable',
    name: 'a password or key that a program said',
    pattern:
      /\becho\s{1,2}"?\$\{?\w{0,40}(?:PASS|PWD|SECRET|TOKEN|KEY)\w{0,20}\}?"?[ \t]{0,9}\n[ \t>|]{0,9}(\S{6,200})[ \t]{0,9}$/gm,
    keywords: ['echo'],
    check: isGiven,
    hits: ['$ echo $SHOP_SECRET\ndGONIjSb'],
    clean: ['$ echo $SHOP_SECRET\n$ exit'],
  },
  {
    id: 'session-cookie',
    name: 'the cookie of a session',
    pattern:
      /\b(?:connect\.sid|[\w-]{0,20}sess(?:ion)?(?:_?id)?|sid|phpsessid|jsessionid|remember_\w{2,20}|[\w-]{0,12}auth(?:_?token)?)=([\w%.+/-]{16,400})/gi,
    keywords: ['sid', 'sess', 'remember_', 'auth'],
    check: (found) => isPlausibleKey(found) && !/^[\da-f-]{36}$/i.test(found),
    hits: ['Cookie: connect.sid=s%3AyXzRnV7kyTgkd1ucQp6G.crsOmG; lang=cs'],
    clean: ['?session_id=<session>', 'sid=customer_session_number'],
  },
  {
    id: 'cookie-told',
    name: 'the cookie of a session',
    pattern:
      /(?:connect\.sid|session ?cookie|phpsessid|jsessionid)[^\n=:]{0,30}[=:]\s?["'`]?([\w%.+/-]{24,400})/gi,
    keywords: ['cookie', 'sid', 'sess'],
    check: isPlausibleKey,
    hits: ['the session cookie of the portal: s%3AyXzRnV7kyTgkd1ucQp6G.crsOmG'],
    clean: ['session cookie: httpOnly-and-same-site-always'],
  },
  {
    id: 'password-hash',
    name: 'a password, hashed',
    pattern: /\$(?:apr1|1|2[abxy]|5|6|7|y|argon2(?:id|i|d))\$[^\s:"'`|]{10,200}/g,
    keywords: ['$'],
    hits: ['loader:$2y$10$xXTGb0wic1pWyYZ456wuSi5Rl27'],
    clean: ['argon2id with $2 a month', 'awk {print $1$2}'],
  },
  {
    id: 'bearer-value',
    name: 'the value of an Authorization header',
    pattern:
      /\b(?:bearer|x-auth[\w-]{0,20}|authenticate with)["'`]?\s?[:= ]\s{0,2}["'`]{0,2}([\w.~+/=-]{12,2000})/gi,
    keywords: ['bearer', 'x-auth', 'authenticate with'],
    check: isPlausibleKey,
    hits: ['Bearer: "2142b9f18b1f07d9f7322b36"', 'X-Auth: e20666d8-13b5-4e83-9a93-0c91c6d0cff2'],
    clean: ['x-auth-token: <token>', 'authenticate with certificates'],
  },
  {
    id: 'hook-address',
    name: 'an address that whoever has it may use',
    pattern:
      /(?::\/\/|(?<![\w/.-])(?=[\w-]{2,60}\.webhook\.office\.com\/))(?:hooks\.zapier\.com\/hooks\/|[\w.-]{0,60}webhook\.office\.com\/|hc-ping\.com\/|hook\.[\w.]{2,20}\.make\.com\/|maker\.ifttt\.com\/trigger\/|chat\.googleapis\.com\/v1\/spaces\/|[\w.-]{3,80}\/[^\s"'`<>)]{0,120}?(?:hook|private|secret|magic|invite|invitation|reset|ics|ical|feed|share|ping|signed?|unsubscribe|token)[^\s"'`<>)]{0,40}?[/=-](?=[\w-]{0,60}\d)[\w-]{10,120})[^\s"'`<>)]{0,300}/gi,
    keywords: ['://', 'webhook'],
    hits: [
      '| alerts | acme.webhook.office.com/webhookb2/416-a |',
      'https://hooks.zapier.com/hooks/catch/1811591/9cbgqg0/',
      'https://cal.acme.com/ics/private-11f4c7b5d61af69558a1/basic.ics',
    ],
    clean: ['https://docs.acme.com/webhooks/events', 'https://acme.com/reset/password'],
  },
]
