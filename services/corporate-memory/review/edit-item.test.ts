import assert from 'node:assert/strict'
import { test } from 'node:test'
import { editedText } from './edit-item.ts'

const typed = { title: 'Depot', content: 'The depot opens late.', category: 'workflow', tags: '' }

for (const [what, over, parsed] of [
  [
    'blanks and line ends',
    { title: ' De\r\npot ', content: 'a\n\nb\tc' },
    { title: 'De pot', content: 'a b c' },
  ],
  ['what cannot be seen', { title: 'D\u200be\u202epot\0' }, { title: 'Depot' }],
  ['half a character', { content: 'late \ud83d' }, { content: 'late \ufffd' }],
  ['60 and 500 characters', { title: 'x'.repeat(60), content: 'x'.repeat(500) }, {}],
  [
    'tags by commas and blanks',
    { tags: ' Depot,NORTH ,, x_1\ny-2 ' },
    { tags: ['depot', 'north', 'x_1', 'y-2'] },
  ],
  ['tags of other scripts', { tags: 'sklad-é 数据' }, { tags: ['sklad-é', '数据'] }],
] as const) {
  test(`a reviewer may type ${what}`, () => {
    const text = editedText.parse({ ...typed, ...over })
    for (const [name, value] of Object.entries(parsed))
      assert.deepEqual(text[name as keyof typeof text], value)
  })
}

for (const [what, over] of Object.entries({
  'no title': { title: ' ' },
  'a title that cannot be seen': { title: '\u200b' },
  'a title of 61 characters': { title: 'x'.repeat(61) },
  'no text': { content: '\n' },
  'a category that is not there': { category: 'admin' },
  'seven tags': { tags: 'aa bb cc dd ee ff gg' },
  'a tag of one letter': { tags: 'a' },
  'a tag of 31 letters': { tags: 'x'.repeat(31) },
  'a tag with mark-up': { tags: '<b>' },
})) {
  test(`a reviewer may not type ${what}`, () =>
    assert.ok(!editedText.safeParse({ ...typed, ...over }).success))
}
