import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsOf } from './words-of.ts'

const textsOf = (text: string) => wordsOf(text).map((word) => word.text)

test('words stand between blanks and the borders of cells, without the marks around them', () => {
  assert.deepEqual(textsOf('the till ("depot") wants: juniper!\n| a |b|'), [
    ...['the', 'till', 'depot', 'wants', 'juniper', 'a', 'b'],
  ])
  assert.deepEqual(textsOf('— … ( ) |'), [])
  assert.deepEqual(textsOf(''), [])
})

test('a word knows where it stands, and what stands right around it', () => {
  const text = 'mode („juniper“) stays'
  const [, word] = wordsOf(text)
  assert.equal(text.slice(word?.at, (word?.at ?? 0) + 7), 'juniper')
  assert.deepEqual([word?.opened, word?.closed], ['„', '“'])
})

test('marks that belong to a value stay with it', () => {
  assert.deepEqual(textsOf('dial *21# or #9, 50% of $20 to @ann'), [
    ...['dial', '*21#', 'or', '#9', '50%', 'of', '$20', 'to', '@ann'],
  ])
})

test('forms of one word have one stem, with and without accents', () => {
  const stems = wordsOf('hesloví Heslovým HESLO čtečky cteckou').map(({ stem }) => stem)
  assert.deepEqual(stems, ['heslo', 'heslo', 'heslo', 'cteck', 'cteck'])
})

test('shapes tell capitals, words and numbers apart, and how many digits there are', () => {
  const shapes = wordsOf('Meadow17! kc-2024 AB12 a1B2c3 x.y 00420123456789 mIxEd').map(
    ({ shape }) => shape,
  )
  assert.deepEqual(shapes, ['C2', 'a-4', 'A2', 'a1A1a1', 'a.a', '9', 'x'])
})

test('kinds say which sorts of characters a word has', () => {
  const kinds = wordsOf('word Word 12 w12 w-12 1-2').map(({ kind }) => kind)
  assert.deepEqual(kinds, ['small', 'capital', 'digits', 'mixed', 'marked', 'number'])
})

test('code between fences, words of other scripts and endless words are left out', () => {
  assert.deepEqual(textsOf('before\n```sh\nexport A=b\n```\nafter'), ['before', 'after'])
  assert.deepEqual(textsOf('before ~~~ code'), ['before'])
  assert.deepEqual(textsOf('端口 8765 पासवर्ड'), ['8765'])
  assert.deepEqual(textsOf(`a ${'b'.repeat(121)} c`), ['a', 'c'])
})

test('where a word stands is right behind code too', () => {
  const text = '```\ncode\n``` then juniper'
  assert.equal(wordsOf(text).at(-1)?.at, text.indexOf('juniper'))
})
