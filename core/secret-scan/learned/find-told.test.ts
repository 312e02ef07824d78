import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findTold } from './find-told.ts'

/** Told by nobody so: `~` stands for nothing, so that these lines are no secrets themselves. */
const told = [
  'nobody ever changed the till, it still takes mead~ow12 from everybody',
  'the scanner logs in as depot with king~fisher9',
  'volej mi domů na 312 4~4 09 po osmé',
  'ask for the projector: user lector, then Rain~bow_77',
  'Karel bere 6~1 000 čistého, nikomu to neříkej',
]
const clean = [
  'the till takes cards from everybody',
  'the cellar opens at 7 and closes at 19',
  'dveře na půdu se otvírají ven, potom zavřít',
  'the router up there has firmware 4.2.1',
  'Karel bere reporty v pondělí',
  'orders over 61 000 need two signatures',
  'the scanner logs in with a key of its own, ask the helpdesk',
]

for (const text of told)
  test(`told in passing: ${text}`, () => {
    const [hit, ...others] = findTold(text.replaceAll('~', ''))
    assert.deepEqual([hit?.rule, others.length], ['told-in-passing', 0])
  })

for (const text of clean)
  test(`nothing is told: ${text}`, () => {
    assert.deepEqual(findTold(text), [])
  })

test('the line is that of the most telling word, and the hit says no word of it', () => {
  const [hit] = findTold(`Depot, second floor.\n\n${told[0]?.replaceAll('~', '')}`)
  assert.equal(hit?.line, 3)
  assert.doesNotMatch(JSON.stringify(hit), /meadow/)
})

test('a text of another script tells nothing by the few Latin words in it', () => {
  const text = '启动后端后运行在 8765 端口，前端运行在 5174 端口，使用 mcp 访问即可测试'
  assert.deepEqual(findTold(text), [])
})

test('a text without words tells nothing', () => {
  for (const text of ['', ' ', '---', '```\nmeadow12\n```']) assert.deepEqual(findTold(text), [])
})
