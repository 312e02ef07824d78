import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeNext } from './safe-next.ts'

for (const path of ['/', '/catalog', '/catalog/shop/orders?q=a%2Fb&page=2', '/a/../b', '/å']) {
  test(`a path of our own stays where it is: ${path}`, () => {
    assert.equal(safeNext(path), new URL(path, 'http://x').href.slice('http://x'.length))
  })
}

const hostile = [
  undefined,
  '',
  'catalog',
  'https://evil.example',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r\nLocation: https://evil.example',
  '\t//evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '@evil.example',
  '/..//evil.example',
  '/./\u0000/evil.example',
  `/${'a'.repeat(3000)}`,
]
for (const next of hostile) {
  test(`an open redirect is refused: ${JSON.stringify(next)?.slice(0, 40)}`, () => {
    assert.equal(safeNext(next), '/')
  })
}
