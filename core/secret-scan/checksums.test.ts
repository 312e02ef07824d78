import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  hasIbanLength,
  isBirthNumber,
  isCardNumber,
  isGermanCard,
  isIban,
  startsWithDate,
} from './checksums.ts'

/** Changes each digit of a number to each other one; `at` are the places that are tried. */
function* slipsOf(number: string): Generator<string> {
  for (const [at, digit] of [...number].entries()) {
    if (!/\d/.test(digit)) continue
    for (let other = 0; other < 10; other += 1)
      if (String(other) !== digit) yield number.slice(0, at) + other + number.slice(at + 1)
  }
}

for (const [what, number] of Object.entries({
  Visa: '4111 1111 1111 1111',
  'Visa of 13 digits': '4222222222222',
  Mastercard: '5555-5555-5555-4444',
  'American Express': '3782 822463 10005',
  'Diners Club': '30569309025904',
  Discover: '6011111111111117',
  Maestro: '6759649826438453',
})) {
  test(`a card of ${what} is one, and with any one digit mistyped it is none`, () => {
    assert.ok(isCardNumber(number))
    for (const slip of slipsOf(number)) assert.ok(!isCardNumber(slip), slip)
  })
}

test('what no card begins with, is too short or too long, or is one digit all through, is no card', () => {
  for (const number of [
    '',
    '0000 0000 0000 0000',
    '4444 4444 4444 4444',
    '1111 1111 1111 1117',
    '2222 2222 2222 2224',
    '411111111112',
    `4${'1'.repeat(19)}`,
    'four one one one',
  ])
    assert.ok(!isCardNumber(number), number)
})

const ibans = [
  'CZ65 0800 0000 1920 0014 5399',
  'DE89 3704 0044 0532 0130 00',
  'GB29 NWBK 6016 1331 9268 19',
  'NL91ABNA0417164300',
  'MT84 MALT 0110 0001 2345 MTLC AST0 01S',
  'NO93 8601 1117 947',
  'FR14 2004 1010 0505 0001 3M02 606',
  'CH93-0076-2011-6238-5295-7',
]

for (const iban of ibans) {
  test(`${iban} is an account, and with any one digit mistyped it is none`, () => {
    assert.ok(isIban(iban) && isIban(iban.toLowerCase()))
    for (const slip of slipsOf(iban)) assert.ok(!isIban(slip), slip)
  })
}

test('an account is told by the length of its country, whatever words follow it', () => {
  for (const iban of ibans) {
    assert.ok(isIban(`${iban} AND SO ON`), iban)
    assert.ok(!isIban(iban.slice(0, -1)), `${iban} cut`)
  }
  for (const none of ['', 'CZ', 'XX65 0800 0000 1920 0014 5399', 'US12 3456 7890 1234 5678'])
    assert.ok(!isIban(none), none)
})

for (const [what, number, is] of [
  ['of a woman, whose month is 50 more', '736028/5163', true],
  ['the same without the stroke', '7360285163', true],
  ['of nine digits, from before 1954, which has no check', '530228/123', true],
  ['with a mistyped check digit', '736028/5164', false],
  ['with month 13', '731328/5163', false],
  ['with month 0', '730028/5163', false],
  ['with day 32', '730132/5160', false],
  ['with day 0', '730100/5160', false],
  ['of eight digits', '73602851', false],
  ['of eleven digits', '73602851630', false],
  ['of no digits', 'rodné číslo', false],
] as const) {
  test(`a birth number ${what} is ${is ? '' : 'no '}number of a person`, () =>
    assert.equal(isBirthNumber(number), is))
}

test('months that were given out when a day’s numbers were used up (20 and 70 more) are read too', () => {
  const numberOn = (month: string) => {
    const first = Number(`04${month}15000`)
    const digits = Array.from({ length: 1000 }, (_, nth) => `0${(first + nth) * 10}`)
    return digits.find((each) => Number(each) % 11 === 0) ?? assert.fail(month)
  }
  for (const month of ['01', '12', '21', '32', '51', '62', '71', '82'])
    assert.ok(isBirthNumber(numberOn(month)), month)
  for (const month of ['00', '13', '20', '33', '50', '63', '70', '83'])
    assert.ok(!isBirthNumber(numberOn(month)), month)
})

test('a German identity card is told by its check digit, at every place of it', () => {
  for (const card of ['L5LY43MKY4', 'T220001293', 'LZ6311T475']) {
    assert.ok(isGermanCard(card), card)
    for (const slip of slipsOf(card)) assert.ok(!isGermanCard(slip), slip)
  }
  for (const none of ['', 'L', 'L5LY43MKY5', 'žluť']) assert.ok(!isGermanCard(none), none)
})

for (const [number, is] of [
  ['736028/5164', true],
  ['0103204156', true],
  ['855412/1234', true],
  ['999999/4785', false],
  ['201311/001', false],
  ['730000/5163', false],
  ['', false],
] as const)
  test(`${number || 'nothing'} begins with ${is ? 'a' : 'no'} date of a birth number`, () =>
    assert.equal(startsWithDate(number), is))

test('an account number has the length of its country whatever its check digits are', () => {
  for (const number of ['CZ65 0800 0000 1920 0014 5398', 'de89370400440532013001'])
    assert.ok(hasIbanLength(number) && !isIban(number), number)
  for (const number of ['CZ65 0800 0000 1920 0014', 'XX65 0800 0000 1920 0014 5398', ''])
    assert.ok(!hasIbanLength(number), number)
})
