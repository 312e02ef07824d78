import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tagOf } from './version-in.ts'

for (const [image, tag] of [
  ['localhost/acme/web:1.2.0', '1.2.0'],
  ['postgres', 'latest'],
  ['mirror:5000/postgres', 'latest'],
  ['mirror:5000/postgres:17', '17'],
] as const) {
  test(`the tag of ${image} is ${tag}`, () => assert.equal(tagOf(image), tag))
}
