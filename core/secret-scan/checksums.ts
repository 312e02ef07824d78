const digitsOf = (text: string): string => text.replace(/\D/g, '')

/** A payment card's number: a known first digit and the check digit of ISO/IEC 7812-1. */
export function isCardNumber(text: string): boolean {
  const digits = digitsOf(text)
  if (!/^[3-6]\d{12,18}$/.test(digits) || /^(\d)\1+$/.test(digits)) return false
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = digit * 2
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** How long an account number is, by country (IBAN registry). */
const ibanLengths: Readonly<Record<string, number>> = {
  AT: 20,
  BE: 16,
  BG: 22,
  CH: 21,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  EE: 20,
  ES: 24,
  FI: 18,
  FR: 27,
  GB: 22,
  GR: 27,
  HR: 21,
  HU: 28,
  IE: 22,
  IS: 26,
  IT: 27,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MT: 31,
  NL: 18,
  NO: 15,
  PL: 28,
  PT: 25,
  RO: 24,
  SE: 24,
  SI: 19,
  SK: 24,
  TR: 26,
  UA: 29,
  AE: 23,
}

/** Whether a text begins as an account number of a country does, and is as long as it. */
export function hasIbanLength(text: string): boolean {
  const compact = compactIban(text)
  const length = ibanLengths[compact.slice(0, 2)]
  return length !== undefined && compact.length >= length
}

const compactIban = (text: string): string => text.replace(/[ -]/g, '').toUpperCase()

/** An international account number: the length of its country and remainder 1 of ISO 7064 mod 97. */
export function isIban(text: string): boolean {
  if (!hasIbanLength(text)) return false
  const compact = compactIban(text)
  const length = ibanLengths[compact.slice(0, 2)]
  const number = compact.slice(0, length)
  const moved = number.slice(4) + number.slice(0, 4)
  let rest = 0
  for (const character of moved) {
    for (const digit of String(Number.parseInt(character, 36)))
      rest = (rest * 10 + Number(digit)) % 97
  }
  return rest === 1
}

/** A Czech or Slovak birth number: a date, and since 1954 divisible by 11. */
export function isBirthNumber(text: string): boolean {
  const digits = digitsOf(text)
  if (!startsWithDate(text)) return false
  return digits.length === 9 || (digits.length === 10 && Number(digits) % 11 === 0)
}

/** Whether the first six digits are a date as birth numbers have it: of women the month is greater by 50. */
export function startsWithDate(text: string): boolean {
  const digits = digitsOf(text)
  const month = (Number(digits.slice(2, 4)) % 50) % 20
  const day = Number(digits.slice(4, 6))
  return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

/** A German identity card's number with its check digit, by weights of 7, 3 and 1 (ICAO 9303 part 3, section 4.9). */
export function isGermanCard(text: string): boolean {
  const worth = [...text].map((sign) => Number.parseInt(sign, 36))
  const check = worth.pop()
  return worth.reduce((sum, value, at) => sum + value * ([7, 3, 1][at % 3] ?? 0), 0) % 10 === check
}
