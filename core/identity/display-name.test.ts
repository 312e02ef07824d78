import assert from 'node:assert/strict'
import { test } from 'node:test'
import { displayName } from './display-name.ts'

test('names of all the world stay as their people write them', () => {
  for (const name of [
    'Ann Lee',
    'Žofie O’Neil-Šťastná',
    'محمد الأمين',
    '山田 太郎',
    'नेहा',
    // A joiner is a part of how such names are spelled.
    'علی\u200cرضا',
    '👩‍🔬 Lab',
  ]) {
    assert.equal(displayName(name), name)
  }
})

test('a name is one line that steers no terminal, no page and no mail', () => {
  for (const [given, shown] of [
    ['  Ann \t Lee ', 'Ann Lee'],
    ['Ann\r\nBcc: eve@acme.com', 'Ann Bcc: eve@acme.com'],
    ['\u001b[31mAnn', '[31mAnn'],
    ['Ann\0Lee', 'Ann Lee'],
    ['Ann\u2028Lee', 'Ann Lee'],
    ['\u202emoc.emca@nna', 'moc.emca@nna'],
    ['half\ud83d', 'half\ufffd'],
  ] as const) {
    assert.equal(displayName(given), shown)
  }
})

test('a name ends after 100 characters, never within one', () => {
  assert.equal(displayName(`${'x'.repeat(99)}😀y`), `${'x'.repeat(99)}😀`)
  assert.equal(displayName(`${'x'.repeat(99)} yes`), 'x'.repeat(99))
})

test('of nothing, and of what nobody sees, no name is made', () => {
  for (const nothing of [undefined, '', '  ', '\n', '\u200b\u200d', '\u202e', '\ufeff']) {
    assert.equal(displayName(nothing), undefined)
  }
})
