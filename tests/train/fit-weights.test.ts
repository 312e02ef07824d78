import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tablesOf, tellsAt } from '#core/secret-scan/learned/tells-at.ts'
import type { Example } from './examples.ts'
import { fitWeights } from './fit-weights.ts'
import { weightsFile } from './weights-file.ts'

const places = ['depot', 'tower', 'harbour', 'cellar', 'attic', 'garage', 'kiosk', 'studio']
const words = ['juniper', 'meadow', 'rainbow', 'kingfisher', 'walnut', 'pebble', 'lantern', 'maple']

/** Places that a word opens, and the same places that open at an hour. */
const examples: readonly Example[] = places.flatMap((place, at) => {
  const word = words[at] ?? ''
  return [
    { writer: 'a', text: `the ${place} is opened by ${word} only`, carriers: [word] },
    { writer: 'a', text: `the ${place} opens at ${at + 6} every day`, carriers: [] },
  ]
})

test('what was told to be secret is known again in a text that was never seen', () => {
  const tables = tablesOf(fitWeights(examples))
  const text = 'the theatre is opened by sparrow only'
  assert.equal(tellsAt(text, tables), text.indexOf('sparrow'))
  assert.equal(tellsAt('the theatre opens at 9 every day', tables), undefined)
})

test('equal examples give equal weights', () => {
  assert.equal(weightsFile(fitWeights(examples)), weightsFile(fitWeights(examples)))
})

test('weights are the same when they were written and read', () => {
  const weights = fitWeights(examples)
  assert.deepEqual(JSON.parse(weightsFile(weights)), JSON.parse(JSON.stringify(weights)))
})

test('words of a text that are called as properties of objects weigh nothing by themselves', () => {
  const tables = tablesOf(fitWeights(examples))
  assert.equal(tellsAt('__proto__ constructor toString hasOwnProperty', tables), undefined)
})

test('a cue that was seen twice says nothing', () => {
  const rare: readonly Example[] = [
    ...examples,
    ...[1, 2].map(() => ({ writer: 'a', text: 'xylophone quartz', carriers: ['quartz'] })),
  ]
  const weights = fitWeights(rare)
  assert.ok(!('xylop' in (weights['-1'] ?? {})))
  assert.ok('by' in (weights['-1'] ?? {}))
})
