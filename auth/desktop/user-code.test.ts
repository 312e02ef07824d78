import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeUserCode, shownUserCode, userCodeOf } from './user-code.ts'

const made = Array.from({ length: 400 }, makeUserCode)

test('a code that is shown is read back, however a person types it', () => {
  for (const code of made) {
    const shown = shownUserCode(code)
    assert.match(shown, /^[A-Z]{4}-[A-Z]{4}$/)
    for (const typed of [
      code,
      shown,
      shown.toLowerCase(),
      ` ${shown} `,
      [...code].join(' '),
      [...code].join('-'),
      shown.replace('-', '\u00a0'),
      shown.replace('-', ' - '),
    ])
      assert.equal(userCodeOf(typed), code, typed)
  }
})

test('codes use all their letters, no vowel and no digit, and do not repeat', () => {
  assert.equal(new Set(made).size, made.length)
  assert.equal([...new Set(made.join(''))].sort().join(''), 'BCDFGHJKLMNPQRSTVWXZ')
})

test('one letter more, one less or one other makes it no code', () => {
  for (const code of made.slice(0, 50)) {
    for (const wrong of [code.slice(1), `${code}B`, `A${code.slice(1)}`, `${code.slice(0, -1)}0`])
      assert.equal(userCodeOf(wrong), undefined, wrong)
  }
})

test('a text of a megabyte, and letters that only look right, are no code', () => {
  for (const typed of [
    'B'.repeat(1_000_000),
    `${' '.repeat(1_000_000)}BBBBBBBB`,
    'ВВВВВВВВ',
    '𝐁𝐁𝐁𝐁𝐁𝐁𝐁𝐁',
    'BBBB—BBBB',
    'BBBB\0BBBB',
  ])
    assert.equal(userCodeOf(typed), undefined, typed.slice(0, 20))
})
