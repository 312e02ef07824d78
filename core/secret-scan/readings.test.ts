import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joinedParts, readingsOf } from './readings.ts'

const value = 'Rain-Meadow77'

/** What a text must also be read as, by the way in which it is written. */
const ways: Readonly<Record<string, readonly [written: string, meant: string]>> = {
  'letters of full width': ['Ｒａｉｎ－Ｍｅａｄｏｗ７７', value],
  'ligatures and superscripts': ['ﬁle²', 'file2'],
  'Cyrillic letters that look like Latin ones': ['раssword', 'password'],
  'a soft hyphen': ['Rain\u00ad-Meadow77', value],
  'a line that a backslash continues': ['Rain-\\\n    Meadow77', value],
  'a line that is broken in a list': ['Rain-\n  - Meadow77', value],
  'a quoted line that is broken': ['> Rain-\n> Meadow77', 'Rain-Meadow77'],
  'words over two lines': ['the password\n  is this', 'the password is this'],
  'bold and code': ['**Rain**-`Meadow77`', value],
  'an element': ['<b>Rain-Meadow77</b>', value],
  'percent signs': ['Rain%2DMeadow77', value],
  'percent signs twice': ['Rain%252DMeadow77', value],
  'escapes of JSON': ['Rain\\u002dMeadow77', value],
  'escapes of a shell': ['Rain\\x2dMeadow77', value],
  'decimal references': ['Rain&#45;Meadow77', value],
  'hexadecimal references': ['Rain&#x2D;Meadow77', value],
  'named references': ['&quot;Rain&amp;Meadow77&quot;', '"Rain&Meadow77"'],
  'quotes that are escaped': ['\\"Rain-Meadow77\\"', '"Rain-Meadow77"'],
  'two strings that a program joins': [`'Rain-' + 'Meadow77'`, `'Rain-Meadow77'`],
  'letters apart': ['R a i n - M e a d o w 7 7', value],
  'letters in a list': [`'R','a','i','n','-','M','7'`, 'Rain-M7'],
  'numbers of characters': [
    'String.fromCharCode(82,97,105,110,45,77,101,97,100,111,119,55,55)',
    value,
  ],
  'numbers of characters in hexadecimal': [
    'bytes([0x52, 0x61, 0x69, 0x6e, 0x2d, 0x4d, 0x37, 0x37])',
    'Rain-M77',
  ],
  'digits as words': ['four, two, seven, seven', '4277'],
  'digits as words with dashes': ['four-two-seven-seven', '4277'],
  'the alphabet of pilots': ['Golf Alpha Echo Tango', 'gaet'],
  'digits with dashes': ['4-2-7-7', '4277'],
  'a list that is joined': [`["Rain-", "Meadow77"].join("")`, `Rain-Meadow77`],
  'halves by name': ['first half "Rain-Mea" second half "dow77', 'Rain-Meadow77'],
  'variables of a script': ['A=Rain-\nB="Meadow77"\necho "${A}$B"', 'echo "Rain-Meadow77"'],
  Base64: [Buffer.from('the word is Rain').toString('base64'), 'the word is Rain'],
  'Base64 over two lines': [
    Buffer.from('the word is Rain-Meadow77').toString('base64').replace(/.{16}/, '$&\n'),
    'the word is Rain-Meadow77',
  ],
  hexadecimal: [Buffer.from(value).toString('hex'), value],
  'hexadecimal in pairs': [
    Buffer.from(value)
      .toString('hex')
      .replace(/..(?!$)/g, '$&:'),
    value,
  ],
  'XML with names and values': ['<add key="pw" value="Rain-Meadow77"/>', 'pw: Rain-Meadow77'],
  'an element by its name': ['<password>Rain-Meadow77</password>', 'password: Rain-Meadow77'],
  'a table with heads': ['| host | password |\n|---|---|\n| a | Rain |', 'password: Rain'],
  'comma-separated lines': ['host,pw\nshop,Rain', 'password: Rain'],
  'a word below its name': ['Password of the shop\n- Rain-Meadow77', 'Password of the shop: Rain-'],
  'a mistyped name': ['the passwrod is', 'the password is'],
  'a name with a letter too many': ['the passsword is', 'the password is'],
  'a name without a letter': ['the pasword is', 'the password is'],
}

for (const [way, [written, meant]] of Object.entries(ways)) {
  test(`${way}: what it means is read too, and the text itself comes first`, () => {
    const readings = readingsOf(written)
    assert.equal(readings[0], written)
    assert.ok(
      readings.some((reading) => reading.includes(meant)),
      JSON.stringify(readings, null, 1),
    )
  })
}

test('a text that hides nothing is one reading, and no reading is there twice', () => {
  for (const plain of ['', 'Revenue is net of refunds.', 'Tržby jsou čisté', '日本語', '🎉'])
    assert.deepEqual(readingsOf(plain), [plain])
  for (const [written] of Object.values(ways)) {
    const readings = readingsOf(written)
    assert.equal(new Set(readings).size, readings.length, written)
  }
})

test('what is no character of Unicode, or no character at all, breaks no reading', () => {
  for (const odd of [
    '&#x110000; &#1114112; &#9999999; &#0; &#x0;',
    '\\u0000 \\ud83d \\xzz %zz %',
    '\ud83d alone and \udc00',
    `fromCharCode(${'999,'.repeat(20)})`,
    '<',
    '<!',
    '</',
    '<a',
    '${',
    '$',
    '\\',
    "'+'",
    '```',
    '|',
    ',',
    '\0',
  ]) {
    for (const reading of readingsOf(odd)) assert.equal(typeof reading, 'string', odd)
  }
})

test('the names of an object’s own parts are words like any other', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    const written = `<${name}>x</${name}> $${name} &${name}; ${name}=1`
    for (const reading of readingsOf(written)) assert.ok(!/\[native code|\[object/.test(reading))
  }
})

test('what only looks encoded is left as it is', () => {
  for (const plain of [
    'the sum b6589fc6ab0dc82cf12099d1c2d40ab994e8410c',
    'id 3f2504e04f8911d39a0c0305e82c3301',
    'handleUserAuthenticationCallback',
  ])
    assert.deepEqual(readingsOf(plain), [plain])
})

test('two parts of one value are joined in the order of their names, and other lists are left', () => {
  const one = '- part 1: Rain-\n- part 2: Meadow77'
  assert.equal(joinedParts(one), 'Rain-Meadow77')
  assert.equal(joinedParts('* první část: `Rain-`\n* druhá část: `Meadow77`'), 'Rain-Meadow77')
  for (const other of [
    '',
    '- part 1: Rain-',
    '- part 1: Rain-\n\n- part 2: Meadow77',
    '- part 2: Meadow77\n- part 1: Rain-',
    '- orders: Rain-\n- refunds: Meadow77',
  ])
    assert.equal(joinedParts(other), undefined, other)
})
