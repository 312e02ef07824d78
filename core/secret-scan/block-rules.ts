import { hexKeys, passwordShapes, shapedValues, unmistakable } from './nearby-value.ts'
import { passphrases, plainValues } from './plain-value.ts'
import {
  accessNames,
  keyNames,
  nameKeywords,
  passwordNames,
  rareKeywords,
  rareNames,
} from './secret-names.ts'
import type { SecretRule } from './secret-rule.ts'

const start = String.raw`(?<![\p{L}\d])`
const end = String.raw`(?!\p{L})`

/** Secrets that stand apart from what names them: in another line, cell or sentence. */
export const blockRules: readonly SecretRule[] = [
  {
    id: 'value-in-block',
    name: 'a password or key',
    pattern: new RegExp(
      `${start}[\\w-]{0,30}(?:${passwordNames}|${keyNames}|secrets?)${end}`,
      'iu',
    ),
    keywords: nameKeywords,
    search: shapedValues,
    hits: [
      'The password was changed after the audit, since it hung on the wall for years.\nNow it is Meadow_Rain77#',
      '- Credentials\n  - shop\n    - prod: 9f8e7d6c5b4a39281706',
      'heslo na skladu: to staré (Brighton-1534), jen na konci přidej 2026',
    ],
    clean: [
      'Tokens are counted per user.\n- see users_v2 and add-two-factor-auth',
      'the password column of user+dataset is empty',
    ],
  },
  {
    id: 'hex-key',
    name: 'a key',
    pattern:
      /(?<![\p{L}\d])(?:[\w-]{0,30}keys?|tok|auth|admin|klíč\p{L}{0,2}|klic|kľúč\p{L}{0,2}|klucz\p{L}{0,2}|🔑|authenticat\p{L}{1,3}|use this one|použ\p{L}{1,6} (?:tohle|tenhle|tento|toto)|is what (?:s?he|they|we)|still (?:valid|works)|pepper|pepř\p{L}{0,2}|sk(?=\s?[=:]\s?["'])|ENV(?=\[["'])|that['’]s the|don['’]t rotate|\(prod!?\)|acces{1,2} tok\p{L}{1,4})(?!\p{L})/iu,
    search: hexKeys,
    hits: [
      '590657ca257ef2d19d3535c12e151cc9 - that one is the key for the loader',
      'swap the key for 355d14f6-121a-43f8-b1af-34c7b3c752be',
      'the depot answers 401, use this one: 3fb64afebede10d4e8eb2af2f26165a881cd4',
      '3fb64afebede10d4e8eb2af2f26165a881cd4 is what she had',
      'ENV["W"] = "b7a27acaa8b971e0652145ef897f973ffe8cc3cd"',
      'the nightly job authenticates with b7a27acaa8b971e0652145ef897f973ffe8cc3cd',
    ],
    clean: ['the key is order_id, since b6589fc'],
  },
  {
    id: 'value-beside-access',
    name: 'a password',
    pattern: new RegExp(`${start}(?:${accessNames})${end}|🔑|🔐|🔒|🗝`, 'iu'),
    search: passwordShapes,
    hits: ['RDP to the shop, account loader (Meadow+Rain77), then restart', '🔑 Rain-Meadow77*'],
    clean: [
      'Log in as admin and open users_v2, see a3b2c4d5e6f7',
      'The account id is 3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    ],
  },
  {
    id: 'password-shape',
    name: 'a password',
    pattern: /\d/,
    search: unmistakable,
    hits: [
      'backup is loader and Rain@66134',
      'then comes Tractor1988 and it opens',
      'the depot is still Rain_meadow77',
      'with the new term it is Meadow-2023*.',
      'the sticker said mea@RnW12=u6 until it came off',
    ],
    clean: [
      'since msg_~012sQGakUhELhhykRHa4Dypy',
      'since v8.23.0+ in src/a.ts#L20',
      'lodash@4.17.21 and user1+user2, item#4',
      'terms: podzim2025, jaro2026; *see Term-2025*',
      'key `C3676C#038846`, page?utm=A1&Id=b2',
    ],
  },
  {
    id: 'passphrase',
    name: 'a password of several words',
    pattern: new RegExp(
      `${start}(?:${passwordNames}|${rareNames}|phrase|keepass|unlock|opens? with|logins?|přístupy|slovem|secret word|and then|a pak|zadáš|wi-?fi|vět(?:a|ou)|fráz\\p{L}{1,2}|mnemonic|losungswort|keypass)${end}|🔑|🔐|🔒`,
      'iu',
    ),
    keywords: [
      ...nameKeywords,
      ...rareKeywords,
      'phrase',
      'unlock',
      ' with',
      'login',
      'přístup',
      'slov',
      'then',
      'pak',
      'zad',
      'wifi',
      'wi-fi',
      'vět',
      'fráz',
      'mnemonic',
      'losung',
      '🔑',
      '🔐',
      '🔒',
    ],
    search: passphrases,
    hits: [
      'heslo bucket harbor saddle meadow',
      'sklad odemkne jen věta houpacka kolobezka lopata mravenec, takhle',
      'the same password as always (thunder cactus turnip harbor).',
    ],
    clean: [
      'the password reset of the shop is sent by mail',
      'hesla se nesmí nikdy psát do poznámek',
    ],
  },
  {
    id: 'plain-password',
    name: 'a password',
    pattern: new RegExp(
      `${start}[\\w-]{0,30}(?:${passwordNames}|secrets|master secret|credentials?|losungswort|unlock\\p{L}{0,4}|odemk\\p{L}{1,4}|zahesl\\p{L}{2,6}|encrypted|locked|protected|unprotect|keepass|trezor\\p{L}{0,2}|wi-?fi|wlan|guest network|přihl\\p{L}{2,8}|zugangsdaten|zkus|nejde mi|can['’]?t get in|new one since|sign in|log in|get into|geändert|změn\\p{L}{2,4}|nové|staré|zip|sudo|asks? twice|new one is|hardcoded|at the prompt|hotspot|(?:admin|root|sudo) (?:na|on|in|at|of)|until the sso|basic auth|logins?|zugang|secret word|admin (?:pass|pw|má|has)|uživatel|psw|zadáš|hes\\.|hes(?:ol|íl)|p[rř][ií]stup\\p{L}{0,3})${end}`,
      'iu',
    ),
    search: plainValues,
    hits: [
      'Password of the shop\n- kravata',
      'The password was changed, from now on type 19600612.',
      'heslo jsme měnili a teď je to „krajina“, staré neplatí',
      'comment: account loader was created, initial password levandule, change it',
      'I can’t get in\n> **lars** 14:03: gooseberry7',
      'pristup do skladu: loader a pak levandule, funguje i jinde',
      'guest Wi-Fi, spell it without spaces: levandule',
      'když se to ptá na heslo, napiš „krajina“ a potvrď',
    ],
    clean: ['The password is hashed.\n- username\n- password', 'password rotated on 12. 3. 2025'],
  },
]
