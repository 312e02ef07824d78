import { hasIbanLength, isCardNumber, isIban } from './checksums.ts'
import { isMailbox } from './is-mailbox.ts'
import type { SecretRule } from './secret-rule.ts'

/** Generic ends of mail addresses; those of countries have two letters. */
const generic = new Set(
  (
    'com org net edu gov mil int info biz name pro mobi jobs travel app dev cloud online site store shop tech ' +
    'xyz club live agency company digital email group solutions systems services software team studio work ' +
    'world global network consulting finance bank media news blog design data science health care school ' +
    'university academy legal law energy space page host tools expert art zone one top vip'
  ).split(' '),
)
/** Numbers that cost the caller nothing are those of firms. */
const isTollFree = (found: string): boolean =>
  /^(?:(?:\+|00)\d{1,3}[ .-]?)?\(?0?800\)?[ .-]?\d/.test(found)

/** These are given to nobody (North American Numbering Plan). */
const isFiction = (found: string): boolean => /555[ .-]?01\d\d$|000[ .-]?000/.test(found)

const files = new Set(['ts', 'js', 'py', 'md', 'go', 'sh', 'cc', 'rb', 'so'])

function isTopLevel(end: string | undefined): boolean {
  const small = end?.toLowerCase() ?? ''
  return generic.has(small) || (small.length === 2 && !files.has(small))
}

/** Ways to reach a person, and to their money; an account's number before a telephone's, which may be a part of it. */
export const contactRules: readonly SecretRule[] = [
  {
    id: 'email',
    name: 'an e-mail address',
    pattern:
      /(?<![\w.+/@-])(?<!:\/\/[^\s@]{0,60}:)[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}\.[A-Za-z0-9.-]{2,100}(?![A-Za-z0-9@:/])/g,
    keywords: ['@'],
    check: (found) =>
      !/@(?:[\w-]{1,63}\.){0,4}(?:example\.(?:com|org|net)|example|test|invalid|localhost|local|email\.com|gserviceaccount\.com)\b/i.test(
        found,
      ) &&
      !isMailbox(found) &&
      isTopLevel(/\.([a-z]{2,20})\.?$/i.exec(found)?.[1]) &&
      !/@\d+\.\d/.test(found),
    hits: [
      'ask jana.novakova@firma.cz',
      '[Jana](mailto:jana@azet.sk)',
      'EMAIL;TYPE=HOME:jana3@azet.sk',
    ],
    clean: [
      'git@github.com:acme/x.git',
      'you@example.com',
      'lodash@4.17.21',
      'notify@daily.timer',
      'it-bezpecnost@acme.cz and data-platform@acme.com',
      'python@pytest.mark.unit',
    ],
  },
  {
    id: 'email-spelled',
    name: 'an e-mail address',
    pattern:
      /(?<![\w.])[\w.+-]{2,40}(?:\s?[([{]\s?(?:at|zavináč|@)\s?[)\]}]\s?|\s(?:at|zavináč)\s(?=[\w-]{2,40}\s?[([{]))[\w-]{2,40}\s?(?:[([{]\s?)?(?:dot|tečka|\.)\s?(?:[)\]}]\s?)?[a-z]{2,10}(?!\w)/gi,
    hits: [
      'priyaraman (at) icloud dot com',
      'radka72 AT volny (dot) cz',
      'jana [zavináč] azet (tečka) sk',
    ],
    clean: ['the value (at 10.5 am)', 'f(at) x'],
  },
  {
    id: 'iban',
    name: 'a bank account',
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}[ -]?[A-Z0-9][A-Z0-9 -]{10,40}/g,
    // Written in groups of four it is nothing else, even with a digit that is wrong.
    check: (found) =>
      isIban(found) || (/^\S{4}(?: \d{4}){3,6}/.test(found) && hasIbanLength(found)),
    hits: [
      'CZ65 0800 0000 1920 0014 5399',
      'DE89370400440532013000',
      'CZ65 0800 0000 1920 0014 5398',
    ],
    clean: ['CZ6508000000192000145398', 'AB12 CDEF GHIJ KLMN OPQR', 'CZ65 0800 0000 1920'],
  },
  {
    id: 'iban-named',
    name: 'a bank account',
    pattern:
      /(?<!\p{L})(?:IBAN|account|účet|účtu|konto|kont[au])(?!\p{L})[^\n]{0,30}?(?<![A-Z\d])([A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?)(?![A-Z\d])/giu,
    keywords: ['iban', 'account', 'účet', 'účtu', 'kont'],
    check: hasIbanLength,
    hits: ['IBAN: CZ6508000000192000145398', 'the account of Ann is DE89370400440532013001'],
    clean: ['IBAN is a column of CZ accounts', 'account CZ12 of 2026 0001 0002'],
  },
  {
    id: 'card',
    name: 'a payment card',
    pattern:
      /(?<![A-Za-z\d.-])\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,7}(?![A-Za-z\d-]|\.\d)|(?<![\w.-])3[47]\d{2}[ -]?\d{6}[ -]?\d{5}(?![\w-])/g,
    // In groups of four it is nothing else, even with a digit that is wrong.
    check: (found) =>
      isCardNumber(found) ||
      /^[3-6]\d{3}([ -])\d{4}(?:\1\d{4}){2}$|^3[47]\d\d([ -])\d{6}\2\d{5}$/.test(found),
    hits: ['4111 1111 1111 1111', '3782 822463 10005', 'pan_4644445901827700_final.pdf'],
    clean: ['1700000000000', '4111111111111112'],
  },
  {
    id: 'card-named',
    name: 'a payment card',
    // Whoever says that it is a card may have a digit wrong, or an invented one.
    pattern:
      /(?<!\p{L})(?:(?:credit|debit|payment|company|business)?[ _]?cards?|kart(?:a|y|u|ě|ou)|visa|master ?card|amex|pan)(?!\p{L})[^\n\d]{0,60}?(?<![\w.-])(3[47]\d{2}[ -]?\d{6}[ -]?\d{5}|[3-6]\d{3}(?:([ -]?)\d{4})(?:\2\d{4}){2})(?![\w-]|\.\d)/giu,
    keywords: ['card', 'kart', 'visa', 'amex', 'pan'],
    check: (found) => !/^(\d)\1{3}[ -]?\1{4}/.test(found) && !/^4111[ -]?1111/.test(found),
    hits: [
      'my card is 4532 7712 9010 3344',
      'firemní karta 4532771290103344 platí reklamu',
      'Visa of the ads account: 4532-7712-9010-3344',
    ],
    clean: [
      'card 4111 1111 1111 1111 is for tests',
      'the card has 16 digits',
      'cards of 2026: 4500 12',
    ],
  },
  {
    id: 'phone',
    name: 'a phone number',
    pattern:
      /(?<![\w.+-])(?:\+|00)(?:[1-9]\d{0,2})[ ./-]?\(?\d{1,4}\)?[ ./-]?\d{2,4}[ ./-]?\d{2,4}(?:[ ./-]?\d{2,4})?(?![\w-])/g,
    keywords: ['+', '00'],
    check: (found) => {
      const digits = found.replace(/\D/g, '').replace(/^00/, '')
      return (
        digits.length >= 10 &&
        digits.length <= 15 &&
        (found.startsWith('+') || /\D/.test(found) || /^4(?:2[01]|[3489])/.test(digits)) &&
        !isFiction(found) &&
        !isTollFree(found)
      )
    },
    hits: ['call +420 603 123 456', '+1 (415) 555-2671', 'Radek has 00420608782835'],
    clean: ['+00:00', 'from 0001 to 0009', '2026-11-23T10:00:00+01:00', '+1-202-555-0143'],
  },
  {
    id: 'phone-named',
    name: 'a phone number',
    pattern:
      /(?<![\p{L}\d])(?:(?:tel|telefon|phone|mobile|mobil|cell|whatsapp|call|volejte|volat|zavolej|p(?:ersonal|rivate) number|m[aá] číslo)(?![\p{L}])[^\d\n+]{0,24}(?=\(?\d)|(?:tel|telefon\p{L}{0,3}|phone|mobil\p{L}{0,2}|cell|whatsapp|call|volej(?:te)?|volat|zavolej|zavolat|ring|dial|anrufen|zadzwoń|brnkni)(?!\p{L})[^\d\n+]{0,70}?(?=\(?\d{3,5}\)?[ .-]\d))(\(?\d{3}\)?[ ./-]?\d{3}[ ./-]?\d{3,4}|0\d{3,4} \d{3} \d{3,4}|00\d{10,13})(?![\d-])/giu,
    keywords: [
      'tel',
      'phone',
      'mobil',
      'cell',
      'whatsapp',
      'call',
      'vol',
      'ring',
      'dial',
      'anruf',
      'dzwo',
      'brnk',
      'al number',
      'te number',
      'číslo',
    ],
    check: (found) => !isTollFree(found),
    hits: [
      'telefon: 603 123 456',
      'she picks up on the personal number (753) 611-7471',
      'call her at (415) 555-2671',
      'volej Lukáš Dvořáček domů na 600 461 610',
    ],
    clean: ['call the function 3 times', 'phone of the hotline: 800 123 456'],
  },
  {
    id: 'mobile-phone',
    name: 'a phone number',
    pattern:
      /(?<![\w.+/-])(?:07\d{3} ?\d{3} ?\d{3}|(?:\([2-9]\d{2}\) ?|[2-9]\d{2}-)(?!555)[2-9]\d{2}-\d{4})(?![\w-])/g,
    hits: [
      'Emergency contact: husband, 07535 733 773',
      'ask the author (home 512-568-5241)',
      'Ann, (312) 557-9532',
    ],
    clean: ['0753 rows at 07:35', '2026-11-28', 'call 212-555-0134'],
  },
  {
    id: 'phone-of-person',
    name: 'a phone number',
    pattern:
      /(?<![\p{L}\d])\p{Lu}\p{Ll}{2,20}\s\p{Lu}\p{Ll}{2,20}(?:\s\([^()\n]{1,20}\)|,\s\p{L}{2,12})?\s?[|,(–-]\s?((?:6\d\d|7[2379]\d) \d{3} \d{3})(?![\w-]|[ ,.]\d)|(?<!\p{L})(?:soukrom|privat)\p{L}{0,3}[^\n\d]{0,12}((?:6\d\d|7[2379]\d) \d{3} \d{3})(?![\w-]|[ ,.]\d)/giu,
    hits: ['| Jan Malý, soukromý | 727 341 385 |', 'soukromé číslo 727 341 385'],
    clean: ['| Total Rows | 123 456 789 |'],
  },
  {
    id: 'bank-account-cz',
    name: 'a bank account',
    pattern:
      /(?<![\p{L}\d])(?:účet|účtu|ucet|uctu|account|č\. ?ú\.)(?![\p{L}])[^\d\n]{0,24}(\d{0,6}-?\d{6,10}\/\d{4})(?!\d)|(?<![\d/.-])(?!0{2,6}-)\d{2,6}-\d{6,10}\/\d{4}(?![\d/])/giu,
    hits: [
      'číslo účtu: 19-2000145399/0800',
      'soukromý účet Petra na cesty: 943323-2531754728/0800',
    ],
    clean: ['account 12/2024', 'tvar 000000-0000000000/0000'],
  },
]
