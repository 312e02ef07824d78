import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachBlockCue } from './each-block-cue.ts'
import { wordsOf } from './words-of.ts'

function cuesOf(text: string): readonly string[] {
  const cues: string[] = []
  eachBlockCue(wordsOf(text), (table, cue) => cues.push(`${table}: ${cue}`))
  return cues
}

test('a block is described by its words, by their neighbours, and by what has an odd shape among them', () => {
  const cues = cuesOf('the till wants juniper7')
  for (const cue of [
    ...['any block: ', 'has: till', 'has shape: a1', 'pair: the till', 'apart: the wants'],
    ...['before shape: wants a1', 'after shape: a a1', 'with shape: till a1'],
  ])
    assert.ok(cues.includes(cue), `${cue} is not among ${cues.join(' | ')}`)
})

test('what is said twice counts once', () => {
  const cues = cuesOf('depot depot depot')
  assert.equal(new Set(cues).size, cues.length)
})

test('how many cues a block has does not grow without end', () => {
  const long = Array.from({ length: 5000 }, (_, at) => `w${at}x-${'y'.repeat(at % 9)}`).join(' ')
  assert.ok(cuesOf(long).length <= 500)
})
