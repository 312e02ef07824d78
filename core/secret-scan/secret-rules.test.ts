import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valuesIn, type SecretRule } from './secret-rule.ts'
import { secretRules } from './secret-rules.ts'

function hits(rule: SecretRule, text: string): boolean {
  return valuesIn(rule, text).next().done !== true
}

for (const rule of secretRules) {
  test(`${rule.id}: its examples hit, and what only resembles them does not`, () => {
    for (const example of rule.hits) {
      const text = example.replaceAll('~', '')
      assert.ok(hits(rule, text), `missed: ${example}`)
      const small = text.toLowerCase()
      assert.ok(!rule.keywords || rule.keywords.some((word) => small.includes(word)), 'keyword')
    }
    assert.ok(rule.hits.length > 0 && rule.clean.length > 0)
    for (const example of rule.clean)
      assert.ok(!hits(rule, example.replaceAll('~', '')), `hit: ${example}`)
  })

  test(`${rule.id}: takes time in proportion to the text, because every repetition is bounded`, () => {
    const source = rule.pattern.source.replace(/\\./g, 'e').replace(/\[[^\]]*\]/g, 'c')
    assert.doesNotMatch(source, /[*+](?!\))|\{\d+,\}/, 'an unbounded repetition')
    // A repeated group that repeats inside could be cut in many ways; `?` tries two.
    // Inside, a fixed number of times cannot be cut at all.
    assert.doesNotMatch(source, /\([^()]*\{\d+,\d*\}[^()]*\)[*+{]/, 'a repetition of a repetition')
    // Where lines are searched the pattern only picks them.
    assert.equal(rule.pattern.global, rule.search === undefined)
  })
}

test('no two rules have one name', () => {
  const ids = secretRules.map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
})
