import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cooldownMs, isCooldown } from './cooldown.ts'

for (const [text, minutes] of [
  ['1m', 1],
  [' 30M ', 30],
  ['2h', 120],
  ['1d', 1440],
] as const)
  test(`a cooldown of ${text}`, () => {
    assert.equal(cooldownMs(text), minutes * 60_000)
    assert.equal(isCooldown(text), true)
  })

for (const text of [undefined, '', 'soon', '1w', '-1h', '1.5h'])
  test(`an hour where the cooldown says ${text}`, () => {
    assert.equal(cooldownMs(text), 3_600_000)
    assert.equal(text !== undefined && isCooldown(text), false)
  })
