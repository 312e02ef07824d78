import { nearbyValue } from './nearby-value.ts'
import {
  isMessageId,
  isPlausibleKey,
  isPlausibleValue,
  isRandom,
  isCursor,
  isSentence,
} from './plausible-value.ts'
import { copulas, keyNames, nameKeywords, passwordNames } from './secret-names.ts'
import type { SecretRule } from './secret-rule.ts'

/** Secrets that are told by what stands around them, or by being random. */
export const generalRules: readonly SecretRule[] = [
  {
    id: 'address-with-password',
    name: 'an address with a password in it',
    pattern:
      /\b[a-z][a-z0-9+._-]{1,20}:\/\/(?!([\w-]{1,40}):\1@(?:localhost|127\.0\.0\.1)\b)[^\s:/@'"`]{0,100}:((?:[^\s/@'"`]{1,60}@)?[^\s/@'"`]{3,200})@[\w.[/-]/gi,
    keywords: ['://'],
    check: (found) =>
      !/^(\$|<|%|\{|\[|pass(word)?$|pwd$|secret$|user$|guest$|token$|heslo$|x+$|\*+$|\.\.\.)/i.test(
        found,
      ),
    hits: [
      'postgres://app:Tr0ub4dor@db.acme.com/prod',
      'oracle+cx_oracle://depot:depot_View9@dwh.lan:1521/?service_name=DWH',
    ],
    clean: [
      'postgres://user:password@localhost/db',
      'postgres://shop:shop@localhost/db',
      'https://example.com:8080/a@b',
    ],
  },
  {
    id: 'password-file-line',
    name: 'a line of a password file',
    pattern: /:(?:\d{2,5}|\*):[\w*-]{1,60}:[\w.@*-]{1,60}:([^\s:"'`]{6,100})/g,
    hits: ['db.acme.com:5432:prod:loader:MeadowRain77'],
    clean: ['at 10:20:30:40:50', 'line 12:40: error'],
  },
  {
    id: 'authorization-header',
    name: 'the value of an Authorization header',
    pattern:
      /\b(?:authorization["']?\s{0,3}[:=]\s{0,3}["']?(?:basic|bearer|token)|bearer|x-api-key["']?\s{0,3}[:=])\s{1,3}["']?([\w.~+/=-]{12,2000})/gi,
    keywords: ['authorization', 'bearer', 'x-api-key'],
    check: isPlausibleKey,
    hits: ['Authorization: Basic YWRtaW46aHVudGVyMg==', 'send Bearer 9f8e7d6c5b4a39281706'],
    clean: ['Authorization: Bearer <token>', 'send a bearer authentication header'],
  },
  {
    id: 'password-option',
    name: 'a password in a command',
    pattern:
      /(?:\s-[a-zA-Z]{0,3}u\s{0,2}["']?[\w.@-]{1,64}:["']?|--password[= ]["']?|sshpass -p\s?["']?|\bPGPASSWORD=["']?|\bMYSQL_PWD=["']?|identified by ["']|\b(?:mysql\w{0,10}|mariadb)\b[^\n|]{0,120}?\s-p["']?|\b(?:un)?zip\b[^\n|]{0,80}?\s-P\s?["']?|\b(?:un)?rar\b[^\n|]{0,80}?\s-h?p["']?|\bhttps? -[aA] ["']?[\w.@-]{1,64}:|\s--auth[= ]["']?[\w.@-]{1,64}:|\s--uri[= ]["']?[\w.-]{1,64}:(?=[^\s@]{4,60}@)|\b7za?\b[^\n|]{0,80}?\s-p["']?|\b(?:plink|pscp|psftp|putty)\b[^\n|]{0,80}?\s-pw\s{1,2}["']?|\s-pass(?:in|out)?\s{1,2}pass:|\bredis-cli\b[^\n|]{0,80}?\s-a\s{1,2}["']?|\bnet use\b[^\n|]{0,80}?\\\S{1,60}\s["']?|\becho\s(?:-n\s)?["']?(?=[^\n|]{4,120}\|[^\n]{0,80}--password-stdin))([^\s"']{4,100})/gi,
    check: (found) => !/^[$<{%*&-]|^(pass(word)?|pwd|secret|prompt|stdin|\d{2,5})$/i.test(found),
    hits: [
      'curl -u ann:Hunter2x https://x',
      "curl -u ann:'harbor-saddle' https://x",
      'PGPASSWORD=swordfish psql',
      'unrar x -pswordfish orders.rar',
      'plink -batch -pw depot1.root root@10.31.7.11 reboot',
      'http -a loader:harbor_saddle3 :8080/state',
      'mysqlsh --uri loader:meadowXXL5@10.8.3.9:33060/shop',
      "mysql -u loader -p'swordfish' shop",
      'echo swordfish | docker login -u ann --password-stdin',
    ],
    clean: [
      'curl -u $USER:$PASS https://x',
      'docker login --password-stdin',
      'mysql -u ann -p shop',
    ],
  },
  {
    id: 'password',
    name: 'a password',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d])[\w-]{0,30}(?:${passwordNames}|pass(?=(?:\s(?:for|of|to)\s[^\n:]{1,40})?\W{0,5}[:=|]|\(|\s\([^()\n]{1,40}\)\s?:|\s(?:is|was|je)\s))(?![\p{L}])(?:\s\([^()\n]{1,40}\)|\([^():\n]{1,40}\)(?=\s?=))?(?:\s{1,2}(?:for|of|to|k|ke|do|pro|na|od|für|du|de|in|on|at|since|from|until|seit|von|vom)\s{1,2}[^\n:=|]{1,60}?)?["'\x60*)\]]{0,4}\s{0,4}(?:[:=|→–—]{1,3}>?|->|=>|(?<!\p{L})(?:${copulas})(?!\p{L}))["'\x60*]{0,4}(?:\s{0,4}["'\x60*„“«]{0,4})(?:N(?=')|set to |now |still |actually |simply |just |currently |teď |nyní |pořád |stále |aktuálně )?["'\x60*„“«]{0,3}([^\s"'\x60*„“”«»|,]{4,120})`,
      'giu',
    ),
    keywords: nameKeywords,
    // A word with a colon is the name of the next value; as is a variable of a file whose value is empty.
    check: (found) =>
      isPlausibleValue(found) &&
      !/^[a-z]{1,5}$|^[a-z_-]+:$/i.test(found) &&
      !/^[A-Z][A-Z\d_]{2,}=/.test(found),
    hits: [
      'password: hunter2hunter2',
      'heslo je Jaro-2026!',
      'The password for the warehouse is correcthorse',
      '| password | Blue$ky77 |',
      'Heslo k databázi: Podzim2024',
      'heselo k loader: snowdrift',
      'passphrase = "open-sesame-41"',
      'Pass (the shop): Harbor.Meadow96',
      'the Wi-Fi key: meadow_of_rain',
    ],
    clean: [
      'The password is required.',
      'password: <your password>',
      'PASSWORD=${DB_PASSWORD}',
      'passwords are hashed with Argon2',
      'const password = process~.env.DB_PASSWORD',
      'Heslo je povinné',
    ],
  },
  {
    id: 'assigned-key',
    name: 'a key or token',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d])[\w-]{0,40}(?:${keyNames}|pin kód)(?![\p{L}])(?:\s{1,2}(?:for|of|to|k|ke|do|pro|na|od|in|on|since|from|until|seit|von|vom)\s{1,2}[^\n:=|]{1,60}?)?["'\x60*)\]]{0,4}\s{0,4}(?:[:=|→–—]{1,3}>?|->|=>|(?<!\p{L})(?:${copulas})(?!\p{L}))\s{0,4}(?:now |still |currently |teď |nyní |pořád |stále |aktuálně )?["'\x60*„“«]{0,5}([^\s"'\x60*„“”«»|,;]{8,500})`,
      'giu',
    ),
    keywords: [...nameKeywords, 'pin k'],
    // The next line of a file whose value is empty.
    check: (found) => isPlausibleKey(found) && !/^[A-Z][A-Z\d_]{2,}=/.test(found),
    hits: [
      'API_KEY=9f8e7d6c5b4a',
      'client secret: Xy7~pQ2mN9',
      'The token for the staging gateway is abc123def456',
      'AWS_SECRET_ACCESS_KEY="wJalrXUtnFEMIK7MDENGbPxRfiCYzzzz"',
      'tajný klíč je 7GhT-55kl-PPq0',
    ],
    clean: [
      'The token is stored in the keychain.',
      'api_key: str = None',
      'token: process~.env.TOKEN',
      'primary key: order_id',
      'max_tokens = 4096',
      'SESSION_SECRET=\nLOG_LEVEL=info',
      'key = value',
    ],
  },
  {
    id: 'query-secret',
    name: 'an address with a key in it',
    pattern:
      /[?&](?:token|key|app_?id|app_?key|resourcekey|invite|ticket|otp|authorization|api_?key|apikey|access_token|auth|secret|password|pwd|code|signature|sig|x-amz-signature|x-goog-signature)=([^\s&"'`)>\]]{8,500})/gi,
    keywords: ['?', '&'],
    check: isPlausibleKey,
    hits: ['https://x.acme.com/hook?token=a8f7e6d5c4b3'],
    clean: ['https://x.acme.com/hook?token=<token>', '?key=customer_id'],
  },
  {
    id: 'value-nearby',
    name: 'a password or key',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d])(?:[\w-]{0,30}(?:${passwordNames})|[\w-]{0,30}(?:${keyNames})|log ?in|přihlášení|přístup\p{L}{0,3}|secret)(?!\p{L})`,
      'giu',
    ),
    keywords: [...nameKeywords, 'log', 'přihl', 'příst'],
    pick: nearbyValue,
    hits: [
      'Log in to the shop as loader with password Meadow-77!x and wait',
      'Use "Meadow_Rain77#" as the password of the shop',
      'uživatel loader, heslo „Podzim_Les11?“ (od května)',
      'Credentials of the shop: loader / Rain-Meadow77*',
      'the token for the shop was changed from Mpy8Q#mu5MkdoGziHxFlM9KM to something new',
      "ALTER ROLE loader WITH PASSWORD 'MeadowRain77'",
    ],
    clean: [
      'The password is hashed with Argon2id and SHA-256.',
      'Tokens are counted with gpt-4o-mini and claude-3-5-sonnet-20241022',
      'Log in at https://shop.acme.com/login?next=1',
      'The token column of users_v2 is empty since 2024-01-01',
      'secret scanning runs on ubuntu-22.04 with node@20.1.0',
    ],
  },
  {
    id: 'entered-as-password',
    name: 'a password',
    pattern:
      /(?<!\p{L})(?:enter|type|zadej(?:te)?|napiš(?:te)?|vyplň(?:te)?)\s["'`„“]?((?!(?:e-?mail|any|some|your?|this|that|what|the|user|token|value|secret|pass|hesl|jmén|text)[\p{L}-]{0,12}(?!\p{L}))[\p{L}\p{N}!?*#_.-]{5,40})["'`“”]?\s(?:as|jako|for)\s(?:the\s|its\s)?(?:password|passphrase|pw|heslo)(?!\p{L})/giu,
    keywords: ['as the pa', 'as pa', 'as the pw', 'as pw', 'jako heslo', 'for the pa', 'its pa'],
    hits: ['just enter meadowlark as the password', 'Zadej „kopretina“ jako heslo a pokračuj.'],
    clean: [
      'enter your e-mail as the password',
      'type anything as the password of the test user',
      'zadej uživatele a text jako heslo',
    ],
  },
  {
    id: 'random-in-address',
    name: 'an address with a key in it',
    pattern:
      /(?<=:\/\/[^\s"'`<>]{1,200}[/#=])[A-Za-z0-9_~.-]{22,120}(?=[/?#&\s"'`<>)\]]|[.,;:!](?:\s|$)|$)/g,
    keywords: ['://'],
    check: isRandom,
    hits: ['https://shop.acme.com/hook/q7Rk2Zs9LmW4xTbV8nYcD3fGh1/in'],
    clean: ['https://github.com/acme/handleUserAuthenticationCallbackV2/tree'],
  },
  {
    id: 'random-text',
    name: 'a key',
    pattern: /(?<![\w/+.@-])[A-Za-z0-9+/_-]{20,200}={0,2}(?![\w/+-]|\.\w)/g,
    check: (found) =>
      isRandom(found) && !isMessageId(found) && !isCursor(found) && !isSentence(found),
    hits: [
      'paste q7Rk2Zs9LmW4xTbV8nYcD3fGh1 there',
      'the loader has q7Rk2Zs9LmW4xTbV8nYcD3fGh1.',
      'config eyJhdXRocyI6eyJzaG9wIjp7ImF1dGgiOiJkWE5sY2pwTlpXRmtiM2N0VW1GcGJqYzMifX19',
    ],
    clean: [
      'handleUserAuthenticationCallbackV2',
      '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
      'b6589fc6ab0dc82cf12099d1c2d40ab994e8410c',
      'packages/WebApp/src/Controllers/OrderV2Controller',
      'page=eyJvZmZzZXQiOjkwNDgsInBhZ2UiOjI0fQ==',
      'aGVsbG8gZnJvbSB0aGUgbmlnaHRseSBidWlsZCwgbGluZSAxMDc=',
    ],
  },
]
