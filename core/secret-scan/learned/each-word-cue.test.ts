import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachWordCue } from './each-word-cue.ts'
import { wordsOf } from './words-of.ts'

function cuesOf(text: string, at: number): readonly string[] {
  const cues: string[] = []
  eachWordCue(wordsOf(text), at, (table, cue) => cues.push(`${table}: ${cue}`))
  return cues
}

test('a word is described by its look, its place, and the words around it', () => {
  const cues = cuesOf('the till wants Juniper7, always', 3)
  for (const cue of [
    ...['word: C1', 'shape: C1', 'kind: mixed', 'length: 8', 'start: jun', 'end: er7'],
    ...['marks:  ,', '-1: wants', '-2: till', '-4: ^', '1: alway', '2: ^'],
    ...['near: till', 'near mixed: till', 'any: '],
  ])
    assert.ok(cues.includes(cue), `${cue} is not among ${cues.join(' | ')}`)
})

test('a word that stands nearby twice counts once, and the word itself is not near itself', () => {
  const cues = cuesOf('depot depot juniper depot', 2)
  assert.equal(cues.filter((cue) => cue === 'near: depot').length, 1)
  assert.ok(!cues.includes('near: junip'))
})

test('how many cues a word has does not grow with its text', () => {
  const long = Array.from({ length: 500 }, (_, at) => `w${at}x`).join(' ')
  assert.ok(cuesOf(long, 250).length <= 60)
})

test('a place behind the last word has no cues', () => {
  assert.deepEqual(cuesOf('one word', 2), [])
})
