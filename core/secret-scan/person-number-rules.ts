import { isBirthNumber, isGermanCard, startsWithDate } from './checksums.ts'
import type { SecretRule } from './secret-rule.ts'

/** Numbers by which states, insurers and registers know a person, and their date of birth. */
export const personNumberRules: readonly SecretRule[] = [
  {
    id: 'identity-document-of',
    name: 'the number of an identity document',
    pattern:
      /(?<!\p{L})(?:passports?|občank\p{L}{1,2}|občansk\p{L}{1,4} průkaz\p{L}{0,2}|cestovní\p{L}{0,2} pas\p{L}{0,2}|id card|identity card|driving licen[cs]e|řidičsk\p{L}{1,4} průkaz\p{L}{0,2}|personalausweis\w{0,8}|reisepass\w{0,8})(?!\p{L})[^\n\d]{0,70}?(?<!\w)([A-Z]{0,2}\d{6,9})(?!\w)/giu,
    keywords: ['pas', 'občan', 'card', 'licen', 'průkaz', 'ausweis'],
    hits: [
      'the passport no of Ann Malá: P34496350',
      'needs passports: Ann Malá 692581867',
      'číslo občanky pro vstup: Jan Malý, 67194714',
    ],
    clean: ['passport.js 0.7 has 123 users', 'pass the id card of order 12'],
  },
  {
    id: 'birth-number',
    name: 'a birth number',
    pattern: /(?<![\w/.-])\d{6} ?\/ ?\d{3,4}(?![\w/-])/g,
    check: isBirthNumber,
    hits: ['RČ 736028/5163'],
    clean: ['736028/5164', '201311/001'],
  },
  {
    id: 'tax-number-of-person',
    name: 'a tax number with a birth number in it',
    // A firm's has eight digits.
    pattern: /(?<!\w)CZ(\d{10})(?!\w)/g,
    keywords: ['cz'],
    check: isBirthNumber,
    hits: ['DIČ CZ7360285163'],
    clean: ['DIČ CZ27082440', 'CZ7360285164'],
  },
  {
    id: 'birth-number-named',
    name: 'a birth number',
    // Whoever says what it is may have a digit wrong, or an invented one: it is held all the same.
    pattern:
      /(?<![\p{L}\d])(?:rodn\p{L}{1,3}[ _]?č[ií]s\p{L}{1,3}|rodne_?cislo|r\. ?č\.|r[čc]|b(?:irth)?[._ ]{0,2}(?:no|num|number|nr)|birth id)(?![\p{L}])[^\d\n]{0,40}?(?<![\d.-])(\d{6} ?\/? ?\d{3,4})(?![\d-])/giu,
    check: startsWithDate,
    hits: [
      'rodné číslo 7360285163',
      '{"rodneCislo":"7360285163"}',
      'rodné číslo pana Malého je 736028/5164',
      'WARN duplicate birthno=7360285164',
    ],
    clean: ['rodné číslo je povinné', 'rodné číslo 999999/4785 neprojde', 'RC 2 of 123456'],
  },
  {
    id: 'birth-number-unmarked',
    name: 'a birth number',
    pattern:
      /(?<![\p{L}\d])(?:rc|rodn\p{L}{1,3}|r\. ?č\.|rč|birth|personal|narozen\p{L}{0,2}|klient\p{L}{0,3}|zaměstnan\p{L}{1,4}|pacient\p{L}{0,3}|pojišt\p{L}{2,5}|čssz|insured|prijmeni|příjmení)(?![\p{L}])/iu,
    search: (lines) =>
      (lines.match(/(?<![\d.,/-])\d{6} ?\/? ?\d{4}(?![\d-]|[.,]\d)/g) ?? []).filter(isBirthNumber),
    hits: ["insert into klient (jmeno, rc) values ('Jana', '7360285163')"],
    clean: ["select * from klient where id = '7360285164'"],
  },
  {
    id: 'social-security',
    name: 'a social security number',
    pattern: /(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g,
    hits: ['SSN 536-22-8914'],
    clean: ['2026-11-2345', '000-12-3456'],
  },
  {
    id: 'social-security-spaced',
    name: 'a social security number',
    pattern: /(?<!\p{L})(?:ssn|social)(?!\p{L})/iu,
    search: (lines) =>
      lines.match(/(?<![\d.])(?!000|666|9)\d{3} ?(?!00)\d{2} ?(?!0000)\d{4}(?![\d]|\.\d)/g) ?? [],
    hits: ['| Bea Nakamura | 335 60 2873 | of social'],
    clean: ['social media: 12 345 posts'],
  },
  {
    id: 'insurance-number',
    name: 'a national insurance number',
    pattern: /(?<![\w-])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\w-])/g,
    hits: ['the NI number is PW 64 35 28 C'],
    clean: ['AB 12 34 of the list'],
  },
  {
    id: 'personal-number',
    name: 'the number of a person',
    pattern:
      /(?<![\p{L}\d])(?:pesel|steuer[-_]?id\w{0,12}|steuernummer|sozialversicherungs\w{0,8}|social (?:insurance|security)|SIN|SSN|NHS|medicare|health card|health insurance|insurance|číslo pojiš\p{L}{2,6}|pojištěn\p{L}{1,3}|tax id|AHV|BSN|NIE|DNI|codice fiscale|personnummer)(?![\p{L}\d])(?:\s(?:number|no|nr|číslo|č|is|je))?[^\n\d]{0,90}?(?<![\d.])((?=[A-Z]{0,3}\d)[\dA-Z]{2,12}(?:[ -][\dA-Z]{2,6})?(?:[ -][\dA-Z]{2,6})?(?:[ -][\dA-Z]{2,6})?)(?![\w])/giu,
    check: (found) => (found.match(/\d/g)?.length ?? 0) >= 5,
    hits: ['PESEL 91050221325', 'Steuer-ID 93 546 280 136', 'Medicare number 2WA2-VY1-DE74'],
    clean: ['pesel is a column', 'insurance in 2026'],
  },
  {
    id: 'identity-card',
    name: 'the number of an identity card',
    pattern:
      /(?<!\p{L})(?:id(?:entity)?[ _]cards?|personalausweis\p{L}{0,8}|ausweisnummer|občansk\p{L}{1,4} průkaz\p{L}{0,2}|občank\p{L}{1,2})(?!\p{L})/iu,
    keywords: ['card', 'ausweis', 'průkaz', 'občan'],
    search: (lines) => [
      ...(lines.match(/(?<!\w)[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ\d]{8}\d(?!\w)/g) ?? []).filter(
        isGermanCard,
      ),
      ...(lines.match(/(?<=['"=:|]\s?|^[\s>*•-]{0,12})\d{9}(?=['"&\s.,;)]|$)/gm) ?? []),
    ],
    hits: [
      "-- the German ID card of Ann\nselect * from guests where ident = 'L5LY43MKY4'",
      "-- Czech ID card no.\nselect * from guests where ident = '203102919'",
    ],
    clean: ['id card\nL5LY43MKY5 is none', 'the identity card has 203102919 rows'],
  },
  {
    id: 'pesel',
    name: 'a PESEL number',
    pattern: /pesel/i,
    search: (lines) => lines.match(/(?<!\d)\d{11}(?!\d)/g) ?? [],
    hits: ['rekord Łucja Kowalczyk (80022678225 to jej PESEL)'],
    clean: ['pesel is a column of text, see 2026'],
  },
  {
    id: 'identity-document',
    name: 'the number of an identity document',
    pattern:
      /(?<![\p{L}\d])(?:passport|pasu?|cestovní(?:ho)? pas\p{L}{0,2}|reisepass|paszport\p{L}{0,2}|občansk\p{L}{1,3} průkaz\p{L}{0,2}|občank\p{L}{1,2}|op|driv(?:ing|er['’]?s) licen[cs]e|řidičsk\p{L}{1,3} průkaz\p{L}{0,2}|führerschein|id card|dowód|dowodu|ausweis\p{L}{0,8})(?![\p{L}])\s{0,2}(?:no\.?|nr\.?|number|č\.|číslo|#)?(?:\s(?:is|je|ist))?[^\da-z\n]{0,6}((?=[A-Z]{0,9}\d)[A-Z\d]{7,10})(?![\w-])/giu,
    check: (found) =>
      (found.match(/\d/g)?.length ?? 0) >= 5 ||
      /^(?:[A-Z]{2,}\d[A-Z\d]+|[A-Z]\d{3}[A-Z\d]{4,})$/.test(found),
    keywords: ['pas', 'op', 'občan', 'licen', 'card', 'průkaz', 'führer', 'dow', 'ausweis'],
    hits: ['passport number 39912345'],
    clean: ['pass number of rows'],
  },
  {
    id: 'document-before-name',
    name: 'the number of an identity document',
    pattern:
      /(?<![\w-])([A-Z]{1,3}\d{5,8}[A-Z]?)(?![\w-])[^\n]{0,40}?(?<!\p{L})(?:passport|cestovní pas|reisepass|občank\p{L}|ausweis|driving licence)(?!\p{L})/giu,
    keywords: ['pas', 'občan', 'ausweis', 'licen'],
    hits: ["grep 'SD1837770' export.csv # passport no. of a guest"],
    clean: ['AB12 has the passport column'],
  },
  {
    id: 'number-plate',
    name: 'the plate of a car',
    pattern:
      /(?<!\p{L})(?:SPZ|RZ|number plate|licen[cs]e plate|kennzeichen|rejestracj\p{L}{1,2})(?!\p{L})[^\n\d]{0,40}?(\d[A-Z\d]{1,3}[ -]?\d{3,4}|[A-Z]{1,3}[ -][A-Z]{0,2}[ -]?\d{2,5})(?!\w)|(?<!\p{L})(?:auto|car|vozidl\p{L}{1,2}|parkov\p{L}{2,8})(?!\p{L})[^\n\d]{0,50}?(?<!\w)(\d[A-Z]\d[ -]\d{4})(?!\w)/giu,
    keywords: [
      'spz',
      'rz',
      'plate',
      'kennzeichen',
      'rejestracj',
      'auto ',
      'car ',
      'vozidl',
      'parkov',
    ],
    hits: ['SPZ soukromého auta 9T5 9304', 'Parkování: Ann Malá, auto 8M1 1473, zóna B'],
    clean: ['the number plate of the shop is a column'],
  },
  {
    id: 'birth-date',
    name: 'a date of birth',
    pattern:
      /(?<![\p{L}\d])(?:born(?: on)?|date of birth|dob|birthday|narozen[aáý]?|narodil\p{L}{0,2}|datum narození|narozeniny|nar\.|geboren|geb\.|ur\.)(?![\p{L}])(?:[^\d\n]{0,16}|[^\d\n]{0,70}?[:=]\s)(\d{1,4}[./ -]{1,2}(?:\d{1,2}|[A-Za-z]{3,9})[./ -]{1,2}\d{2,4})/giu,
    keywords: ['born', 'birth', 'dob', 'nar', 'gebor', 'geb.', 'ur.'],
    hits: ['born 12. 3. 1984', 'date of birth: 1984-03-12'],
    clean: ['the day a row is born: created_at'],
  },
]
