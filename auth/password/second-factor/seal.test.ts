import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSeal } from './seal.ts'

const seal = createSeal('a secret of this instance')

test('what was sealed comes back for its owner, and looks different each time', () => {
  const [one, two] = [seal.close('JBSWY3DP', 'ann'), seal.close('JBSWY3DP', 'ann')]
  assert.notEqual(one, two)
  assert.equal(seal.open(one, 'ann'), 'JBSWY3DP')
  assert.equal(seal.open(two, 'ann'), 'JBSWY3DP')
})

test('a row that was copied to another person, or changed, or cut, opens nothing', () => {
  const sealed = seal.close('JBSWY3DP', 'ann')
  assert.throws(() => seal.open(sealed, 'eve'))
  assert.throws(() => seal.open(sealed.slice(0, 20), 'ann'))
  const bytes = Buffer.from(sealed, 'base64url')
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Buffer.from(bytes)
    changed[index] = (changed[index] ?? 0) ^ 1
    assert.throws(() => seal.open(changed.toString('base64url'), 'ann'), `byte ${index}`)
  }
})

test('another instance’s secret opens nothing', () => {
  assert.throws(() => createSeal('another').open(seal.close('JBSWY3DP', 'ann'), 'ann'))
})
