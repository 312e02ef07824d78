import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEnv, type RawEnv } from '#core/env.ts'
import { stackEnv } from '#core/run/stack-env.ts'
import { exampleStack } from '../tests/peers/example-stack.ts'
import compose from './targets/compose/target.ts'
import quadlet from './targets/quadlet/target.ts'
import systemd from './targets/systemd/target.ts'

const OWN = /^postgres:\/\/stack@[\w.]+:5432\/stack$/
const OTHERS = 'postgres://me@db.example.com/x'

/** What the process of a unit is given before the operator's files, whose values come in the place of the same names. */
function variablesOf(unit: string): RawEnv {
  const lines = [...unit.matchAll(/^Environment="?([A-Z_]+)=(.*?)"?$/gm)]
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]))
}

const ofUnits = [...quadlet.generate(exampleStack), ...systemd.generate(exampleStack)].filter(
  ({ content }) => content.includes('DATABASE_URL'),
)
const databaseOf = (given: RawEnv) => readEnv(stackEnv, given).DATABASE_URL

test('a database that a line without a value names is none: each unit has the stack’s own', () => {
  assert.ok(ofUnits.length > 6)
  for (const { path, content } of ofUnits) {
    const given = variablesOf(content)
    assert.match(databaseOf(given) ?? '', OWN, path)
    assert.match(databaseOf({ ...given, DATABASE_URL: '' }) ?? '', OWN, path)
    assert.equal(databaseOf({ ...given, DATABASE_URL: OTHERS }), OTHERS, path)
  }
})

test('in one process an empty address is none either, and Compose puts its own in the place of one', () => {
  assert.equal(databaseOf({ DATABASE_URL: '' }), undefined)
  const lines = compose
    .generate(exampleStack)
    .flatMap(({ content }) => [...content.matchAll(/^ +DATABASE_URL: (.*)$/gm)])
  assert.ok(lines.length > 2)
  // Without the colon an empty one would count (the Compose file's interpolation).
  for (const [, value = ''] of lines)
    assert.match(value, /^\$\{DATABASE_URL:-postgres:\/\/stack@postgres:5432\/stack\}$/)
})

test('a number of proxies without a value is the edge alone, whose word is taken', () => {
  const withProxies = ofUnits.filter(({ content }) => content.includes('TRUSTED_PROXIES'))
  assert.ok(withProxies.length > 0)
  const declared = { TRUSTED_PROXIES: { kind: 'integer', default: '0', description: 'x' } } as const
  for (const { path, content } of withProxies) {
    const given = { ...variablesOf(content), TRUSTED_PROXIES: '' }
    assert.equal(readEnv(declared, given).TRUSTED_PROXIES, 1, path)
  }
})
