import { nearbyValue, unmistakable } from './nearby-value.ts'
import { isPassphrase } from './plain-value.ts'
import { isPlausibleValue } from './plausible-value.ts'
import { nameKeywords, passwordNames } from './secret-names.ts'
import type { SecretRule } from './secret-rule.ts'

/** What accounts are called that several people share. */
const shared = String.raw`admin\w{0,10}|root|qa|test\w{0,5}|demo|guest|deploy\w{0,4}|svc[\w-]{1,20}|\w{1,20}[_-](?:svc|ro|rw|reader|writer|bot|admin)|service|report\w{0,4}|backup|readonly|loader|etl|operator|postgres|sa|uživatel|správce`

/** Two words with a sign between, as nobody calls what is signed in with. */
const isTwoWords = (found: string): boolean =>
  /^\p{Ll}{4,}[._]\p{Ll}{4,}$|^(?:[a-z]{4,10}[-._]){3,6}[a-z]{4,10}$/u.test(found)

/** `M34d0w_168`: letters that became digits. */
const isLeet = (found: string): boolean => /^\p{L}\d{1,3}\p{L}\d\S{3,}$/u.test(found)

const isPassword = (found: string): boolean =>
  isPassphrase(found) ||
  isTwoWords(found) ||
  (isPlausibleValue(found) &&
    (nearbyValue('', found) !== undefined ||
      unmistakable(found).length > 0 ||
      isLeet(found) ||
      /^\p{Lu}\p{Ll}{3,}\W?\d{2,}\W?$/u.test(found)))

/** Passwords that stand beside an account, where no name of theirs is said. */
export const accountRules: readonly SecretRule[] = [
  {
    id: 'account-cell',
    name: 'a password',
    pattern: new RegExp(
      String.raw`\|\s{0,20}\x60?(?:${shared})\x60?\s{0,20}\|\s{0,20}\x60?([^|\n\x60]{6,60}?)\x60?\s{0,40}\|`,
      'giu',
    ),
    keywords: ['|'],
    check: isPassword,
    hits: ['| shop | admin | harbor saddle meadow cactus |', '| depot | svc_load | Meadow91? | |'],
    clean: ['| admin | reads and writes |', '| test | `npm run test:unit` |', '| root | 0755 |'],
  },
  {
    id: 'account-and-number',
    name: 'a password',
    pattern:
      /(?<![\p{L}\d.-])(?:admin|root|správce|servis)\s(?:a|and|und|\+|&)\s["'`]?([^\s"'`,;()]{6,40})(?=["'`]?(?:[\s.,;)]|$))/giu,
    keywords: ['admin ', 'root ', 'správce ', 'servis '],
    check: (found) => /^(?=(?:\D*\d){4})(?!\d+-\d)/.test(found) && isPlausibleValue(found),
    hits: ['the printer at http://10.1.5.20, admin a 108671a99'],
    clean: ['admin and user2', 'root and 2026-11-28.'],
  },
  {
    id: 'signed-in-with',
    name: 'a password',
    pattern:
      /(?:(?:log|sign) ?in(?:to)?|log ?on|přihl\p{L}{1,5}|leze)\s(?:(?:to|na|in|on|přes)\s[^\n(]{2,30}?\s)?(?:as|jako|\(|přes)\s?["'`]?[\w.@-]{2,30}["'`]?\s(?:with|using|s|\+|\/)\s["'`]?([^"'`\n,;()]{6,60}?)["'`]?(?=[.,;)](?:\s|$)|\s(?:if|when|until|and|pokud|když|dokud)\s|\s?$)/gimu,
    keywords: ['log', 'sign', 'přihl', 'leze'],
    check: isPassword,
    hits: [
      'Log in as loader with harbor.saddle if the other way is shut.',
      'sign in to the shop (loader + harbor saddle meadow cactus)',
    ],
    clean: ['log in as admin with single sign-on', 'sign in as loader with read access.'],
  },
  {
    id: 'password-behind-dash',
    name: 'a password',
    // The name is looked for behind a dash: there are fewer of those.
    pattern: new RegExp(
      String.raw`(?<=(?<![\p{L}\d-])(?:${passwordNames}|pass)(?!\p{L})(?:\s[^\n:=|–—-]{2,40})?)\s[–—-]\s["'\x60]?([^\s"'\x60,;]{6,60})["'\x60]?\.?[ \t]{0,9}$`,
      'gimu',
    ),
    keywords: [' - ', ' – ', ' — '],
    check: isPassword,
    hits: ['password of the shop - harbor_saddle', 'pass for the depot – M34d0w_168'],
    clean: ['password reset flow - see docs/auth', 'passwords - rotated yearly'],
  },
  {
    id: 'key-emoji',
    name: 'a password or key',
    pattern:
      /(?:🔑|🔐|🗝)[^\n:→=]{0,40}?(?:→|->|[:=])\s{0,2}["'`]?([^\n"'`]{6,60}?)["'`]?\s{0,9}$/gmu,
    check: (found) => isPassword(found) || /^\p{Lu}\p{Ll}+[@#]\d{2,}$/u.test(found),
    hits: ['🔑 shop → Loader@113'],
    clean: ['🔑 Authentication: see docs/auth.md', '🔑 Key files:'],
  },
  {
    id: 'nested-password',
    name: 'a password',
    pattern: new RegExp(
      String.raw`^[\s>*•-]{1,16}(?:${passwordNames}|pass)\s["'\x60]?(\S{6,60}?)["'\x60]?\s{0,9}$`,
      'gimu',
    ),
    keywords: nameKeywords,
    check: isPassword,
    hits: ['- the shop\n  - user loader\n  - pass harbor.saddle'],
    clean: ['- password reset', '- password_hash', '- credentials.json'],
  },
  {
    id: 'plate-and-word',
    name: 'a password',
    // As cars have in Czechia, and a word after it.
    pattern: /(?<![\w.-])\d[A-Z]\d \d{4}[a-z]{3,12}(?!\w)/g,
    hits: ['the depot opens with 3U7 7467harbor'],
    clean: ['3U7 7467 rows'],
  },
  {
    id: 'asked-for',
    name: 'a password',
    pattern:
      /(?<!\p{L})(?:(?:(?:when|once|if) (?:it|sudo|the (?:system|prompt|box))(?: shows up| comes up|,? asks?(?: for (?:it|one))?)[,:]|it asks, you)\s(?:(?:type|answer)\s)?|type\s(?=\S{6,60} at ["“]?pass)|type\s(?=\S{6,60} and enter)|se dostaneš přes\s|BIOS password of the [\w ]{3,30}? (?=\w{3,12} \w{3,12} \w{3,12} \w{3,12}\s?(?:$|-->)))["'`„“]?([^\s"'`„“”,;]{6,60})["'`”]?(?=[\s.,;)]|$)/giu,
    keywords: ['ask', 'shows up', 'comes up', 'type', 'dostaneš', 'bios'],
    check: (found) =>
      isPlausibleValue(found) &&
      !/^(?:confirm|accept|continue|cancel|decline|choose|select|answer|replac|overwrite|ignore|return|respond|explain|nothing)/i.test(
        found,
      ),
    hits: [
      'if it asks: skateboard',
      'When the prompt shows up, type harbor-meadow and enter twice.',
      'na server skladu se dostaneš přes `levandule`',
      'type harborline at "Password:" and it continues',
    ],
    clean: [
      'if it asks: confirm',
      'when the system asks, answer with yes',
      'type something and enter',
    ],
  },
  {
    id: 'word-said',
    name: 'a password',
    // To a guard, or into the second field of a form.
    pattern:
      /(?<!\p{L})(?:(?:(?:wants?|expects?) to hear|(?:chce|chtějí) slyšet|stačí zadat(?=\s\S{0,30}\d))\s["'`„“]?|tab(?:ulátor)?,?\s(?:(?:and|then|a|pak)\s)?["'`]?(?=\S{6,60}?["'`]?,?\s(?:(?:and|a)\s)?(?:enter|return))|(?:say|answer|přece|řekni|napiš)\s["'`„“]?(?=[^\n,]{6,60},\s(?:jinak|or|otherwise|s?he|it|they)\s[^\n.]{0,40}?(?:pust|let)))([^\s"'`„“”,;]{6,60}|[a-z ]{16,60})/giu,
    keywords: [
      'to hear',
      'slyšet',
      'zadat',
      'tab,',
      'tab ',
      'tabul',
      'say ',
      'say "',
      'answer ',
      'přece',
      'řekni',
      'napiš',
    ],
    check: (found) => /^\p{Ll}{6,}$/u.test(found) || isPassword(found.replace(/[.!?]$/, '')),
    hits: [
      'the guard wants to hear levandule, then he opens',
      'type loader, tab, barrel-magnet-glacier-otter, enter',
      'No přece levandule, jinak tě dovnitř nepustí.',
      'stačí zadat Levandule_okurka05 a potvrdit',
    ],
    clean: [
      'press tab, then enter',
      'stačí zadat příkaz',
      'say hello, it works',
      'they want to hear more',
    ],
  },
  {
    id: 'opens-it',
    name: 'a password',
    pattern:
      /["'`„“](\S{6,60}?)["'`”]\s(?:gets|lets)\syou\s(?:in|into|past)(?!\p{L})|(?<!\S)(\S{8,60})\sis\swhat\s[^\n.]{3,50}?\s(?:wants|asks|expects|takes)(?!\p{L})|(?:and then|no a potom|a (?:pak|potom))\s["'`]?(\p{Lu}\p{Ll}{3,20}\p{Lu}\p{Ll}{3,20}\d{1,4})["'`]?\s\(|[Ss]hared account, [\w.-]{2,30} \/\/? (\S{8,60})|screen lock on [^\n]{3,40}? is (\S{6,60})|prompts you, \S{2,40} plus (\S{6,60})|(?:if|kdyby|když|wenn)[^\n:()]{2,30}:\s[\w.-]{2,30} \+ (\S{8,60})\)/gu,
    keywords: [
      's you',
      'is what',
      'then',
      ' pak',
      'potom',
      'shared account',
      'screen lock',
      'prompts you',
      ' + ',
    ],
    check: (found) => /^\p{Ll}{6,}$/u.test(found) || isPassword(found.replace(/[.,;]$/, '')),
    hits: [
      '`basketball` gets you into the shop',
      'poiuyt55mnb is what the feed of the depot wants',
      'the runner: release, and then MeadowHarbor35 (as shown)',
      'Shared account, kim // harbor-marble-meadow-saddle70.',
      'the screen lock on the tablet is harbor-ops-2023',
      'when the shop prompts you, loader plus harbor-meadow-88 still works',
    ],
    clean: [
      'JavaScript is what the browser expects',
      'ISO-8601 is what the loader expects',
      'and then RainMeadow (a class)',
    ],
  },
]
