import type { Random } from '../memory-secret-kinds.ts'

const digits = '0123456789'
const number = ({ pick, of }: Random, lead: readonly string[], length: number): string =>
  pick(lead) + of(digits, length)

/** Tries until a value passes a check. */
function until(make: () => string, holds: (value: string) => boolean): string {
  let value = make()
  while (!holds(value)) value = make()
  return value
}

const weighed = (text: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * Number(text[at]), 0)

function isLuhn(text: string): boolean {
  const sum = [...text].reverse().reduce((all, digit, at) => {
    const counted = Number(digit) * (at % 2 === 0 ? 1 : 2)
    return all + (counted > 9 ? counted - 9 : counted)
  }, 0)
  return sum % 10 === 0
}

function isIban(text: string): boolean {
  const moved = (text.slice(4) + text.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  )
  return BigInt(moved) % 97n === 1n
}

const two = (random: Random, from: number, to: number): string =>
  String(random.pick(Array.from({ length: to - from + 1 }, (_, at) => from + at))).padStart(2, '0')

const birth = (random: Random): string =>
  until(
    () =>
      two(random, 54, 99) +
      two(random, 1, 12).replace(/^\d\d$/, (month) =>
        random.pick([month, String(Number(month) + 50)]),
      ) +
      two(random, 1, 28) +
      random.of(digits, 4),
    (text) => Number(text) % 11 === 0,
  )

const mobile = (random: Random): string =>
  `${number(random, ['60', '72', '73', '77'], 1)} ${random.of(digits, 3)} ${random.of(digits, 3)}`

const czechIban = ({ pick, of }: Random): string =>
  `CZ${of(digits, 2)}${pick(['0800', '0100', '2010'])}000000${of(digits, 10)}`

/** Numbers and addresses of people, with the check digits that the real ones have. */
export const personValues: Readonly<Record<string, (random: Random) => string>> = {
  card: (random) => until(() => number(random, ['4', '51', '53', '55'], 15).slice(0, 16), isLuhn),
  'no-card': (random) =>
    until(
      () => `4${random.of(digits, 15)}`,
      (text) => !isLuhn(text),
    ),
  iban: (random) =>
    until(() => random.pick([czechIban(random), `DE${random.of(digits, 20)}`]), isIban),
  'no-iban': (random) =>
    until(
      () => czechIban(random),
      (text) => !isIban(text),
    ),
  'birth-number': (random) => birth(random).replace(/^\d{6}/, '$&/'),
  'birth-digits': birth,
  ssn: (random) => `${two(random, 101, 665)}-${two(random, 11, 99)}-${two(random, 1001, 9998)}`,
  pesel: (random) =>
    until(
      () => two(random, 55, 99) + two(random, 1, 12) + two(random, 1, 28) + random.of(digits, 5),
      (text) => weighed(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
    ),
  account: (random) =>
    `${until(
      () => number(random, ['1', '2', '7'], 9),
      (text) => weighed(text, [6, 3, 7, 9, 10, 5, 8, 4, 2, 1]) % 11 === 0,
    )}/${random.pick(['0100', '0800', '2010', '5500'])}`,
  mobile,
  phone: (random) =>
    random.pick([
      `+44 7${random.of(digits, 3)} ${random.of(digits, 6)}`,
      `(${two(random, 212, 989)}) ${two(random, 234, 989)}-${random.of(digits, 4)}`,
      `+420 ${mobile(random)}`,
    ]),
  'czech-address': (random) =>
    `${random.pick(['Luční', 'Na Výsluní', 'Zahradní', 'Jiráskova'])} ${two(random, 3, 1400)}/${two(random, 10, 48)}, ${random.pick(['602 00 Brno', '779 00 Olomouc', '150 00 Praha 5', '460 01 Liberec'])}`,
  address: (random) =>
    `${two(random, 12, 980)} ${random.pick(['Maplewood Dr, Plano, TX 75023', 'Cedar Ridge Ln, Tacoma, WA 98402', 'Larkspur Close, Leeds LS6 3QF', 'Old Mill Road, Bath BA2 4RR'])}`,
  'german-address': (random) =>
    `${random.pick(['Lindenstraße', 'Am Mühlbach', 'Goethestraße'])} ${two(random, 10, 140)}, ${random.pick(['70178 Stuttgart', '50672 Köln', '04109 Leipzig'])}`,
  'private-mail': (random) =>
    `${random.of('abcdefghij', 6)}.${random.of('klmnopqrst', 7)}${two(random, 60, 99)}@${random.pick(['gmail.com', 'seznam.cz', 'proton.me', 'gmx.de', 'wp.pl', 'centrum.cz'])}`,
  'tax-number': (random) =>
    `${two(random, 10, 98)} ${random.of(digits, 3)} ${random.of(digits, 3)} ${random.of(digits, 3)}`,
}
