import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scanNote } from '../../../services/corporate-memory/catalogue/scan-note.ts'
import { seededRandom } from '../../peers/seeded-random.ts'
import { picksOf } from '../memory-secrets.ts'
import { fillTemplate } from './fill-template.ts'
import { givesAway, judgeNote } from './judge-entry.ts'

const fill = (template: string) => fillTemplate(template, picksOf(seededRandom(1)))
const judged = (template: string, scan: boolean) => {
  const entry = fill(template)
  return judgeNote(entry, scanNote({ username: 'alena', text: entry.text }, scan))
}

test('a secret that no rule saw is missed, and published where the block is shared', () => {
  const template =
    '- The loader of the depot signs in with the password ⟨secret ⟨alnum 14⟩⟩ each night.'
  assert.deepEqual(judged(template, false), { missed: true, published: true })
  assert.deepEqual(judged(template, true), { missed: false, published: false })
})

test('an encoded value is judged by the text that carries it', () => {
  const template = '- The header for the depot is `Authorization: Basic ⟨b64 ⟨user⟩:⟨password⟩⟩`.'
  const { text, value, carriers } = fill(template)
  assert.equal(carriers.length, 1)
  assert.ok(!text.includes(value) && text.includes(String(carriers[0])))
  assert.ok(Buffer.from(String(carriers[0]), 'base64').toString().endsWith(`:${value}`))
  assert.deepEqual(judged(template, false), { missed: true, published: true })
  assert.deepEqual(judged(template, true), { missed: false, published: false })
})

test('a secret that one block holds and another shows is missed', () => {
  const entry = fill('- password: ⟨secret ⟨alnum 14⟩⟩\n- the depot is loaded at five')
  const note = scanNote({ username: 'alena', text: entry.text })
  assert.equal(judgeNote(entry, note).missed, false)
  const other = { ...entry, text: `${entry.text}\n- again ${entry.value}` }
  assert.equal(judgeNote(other, note).missed, true)
})

test('one half of a secret gives it away, and what stands around it does not', () => {
  const entry = fill(
    '- depot_password: first ⟨first ⟨secret depotpassword⟨alnum 19⟩⟩⟩ and ⟨second ⟨secret depotpassword⟨alnum 19⟩⟩⟩',
  )
  assert.equal(entry.carriers.length, 2)
  assert.equal(givesAway(`half: ${entry.carriers[1]}`, entry), true)
  assert.equal(givesAway('the depot_password is marked', entry), false)
  assert.equal(givesAway(`it is [REDACTED:key#${entry.carriers[1]}]`, entry), false)
})

test('the same secret stands wherever a template names it, and another seed makes another', () => {
  const { text, value } = fill('⟨token⟩ and ⟨token⟩')
  assert.equal(text, `${value} and ${value}`)
  assert.notEqual(value, fillTemplate('⟨token⟩', picksOf(seededRandom(2))).value)
})

test('a template that names nothing known is refused', () => {
  assert.throws(() => fill('⟨nothing⟩'), /names nothing/)
})
