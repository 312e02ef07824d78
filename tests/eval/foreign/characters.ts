const small = 'abcdefghijklmnopqrstuvwxyz'
const capital = small.toUpperCase()
const digit = '0123456789'
const both = small + capital

/** Alphabets that keys, codes and ids are drawn from, by the name that a template calls them. */
export const characters: Readonly<Record<string, string>> = {
  digits: digit,
  hex: `${digit}abcdef`,
  alnum: both + digit,
  lowernum: small + digit,
  uppernum: capital + digit,
  letters: both,
  'lower-letters': small,
  'upper-letters': capital,
  base32: `${capital}234567`,
  base64: `${both}${digit}+/`,
  base64url: `${both}${digit}-_`,
  crypt: `${both}${digit}./`,
  bech: 'qpzry9x8gf2tvdw0s3jn54khce6mua7l',
  'bech-upper': 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
  signs: `${small}${digit}!@#%^&*(-_=+)`,
}
