import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html } from '../html.ts'
import { statsList } from './stats-list.ts'

test('figures stand in their order, escaped, without those that are not there', () => {
  const { text } = statsList({
    'Rows & columns': '<3',
    Size: html`<b>5</b>`,
    Rejected: false,
    Newest: undefined,
  })
  assert.deepEqual(
    [...text.matchAll(/<dt>(.*)<\/dt>\s*<dd>(.*)<\/dd>/g)].map(([, name, value]) => [name, value]),
    [
      ['Rows &amp; columns', '&lt;3'],
      ['Size', '<b>5</b>'],
    ],
  )
})
