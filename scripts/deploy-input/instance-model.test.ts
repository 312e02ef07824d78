import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import type { RawEnv } from '#core/env.ts'
import type { Units } from '#core/run/units.ts'
import { exampleStack } from '../../tests/peers/example-stack.ts'
import { instanceModel } from './instance-model.ts'

async function place(t: TestContext, text: string) {
  const dir = await mkdtemp(join(tmpdir(), 'instance-'))
  t.after(() => rm(dir, { recursive: true }))
  await writeFile(join(dir, 'instance.yaml'), `instance: { name: Acme }\n${text}`)
  const units = {
    services: exampleStack.services.map((manifest) => ({ id: manifest.id, manifest })),
    connectors: new Map(),
    providers: new Map(),
    elsewhere: [],
  } as unknown as Units
  return (rawEnv: RawEnv = {}) => {
    const { model, off } = instanceModel(exampleStack, units, dir, rawEnv)
    return {
      off,
      filledIn: model.filledIn,
      ids: new Set(model.services.map(({ id }) => id)),
      version: model.version,
    }
  }
}

const all = exampleStack.services.map(({ id }) => id)

test('every unit installed, configured or not (of the original): all runs but what lacks its variable, and that is told', async (t) => {
  const made = await place(t, '')
  const { ids, off, filledIn, version } = made()
  assert.deepEqual(off, [{ id: 'bot', reason: 'BOT_TOKEN not set' }])
  assert.deepEqual(
    [...ids],
    all.filter((id) => id !== 'bot'),
  )
  assert.deepEqual([filledIn, version], [[], exampleStack.version])
  for (const given of [{ BOT_TOKEN: 'x' }, { BOT_TOKEN_FILE: '/x' }]) {
    assert.deepEqual([...made(given).ids], all)
  }
  assert.ok(!made({ BOT_TOKEN: '' }).ids.has('bot'), 'an empty variable is none')
})

test('what is switched off is out whatever variables are given, and every other stays', async (t) => {
  const made = await place(t, 'services: { bot: { enabled: false }, box: { enabled: false } }\n')
  const { ids, off } = made({ BOT_TOKEN: 'x' })
  const reason = 'switched off in instance.yaml'
  assert.deepEqual(off, [
    { id: 'bot', reason },
    { id: 'box', reason },
  ])
  assert.deepEqual(
    [...ids],
    all.filter((id) => id !== 'bot' && id !== 'box'),
  )
})

test('a service that there is not, and all else that is wrong, is refused with its place', async (t) => {
  const made = await place(t, 'services: { bott: { enabled: false } }\nnonsense: 1\n')
  assert.throws(made, (error: Error) => {
    assert.match(error.message, /bott/)
    assert.match(error.message, /nonsense/)
    return true
  })
})

test('variables that the file names are known once each and in order, also in a default and a comment', async (t) => {
  const made = await place(
    t,
    "auth: { allowedDomains: ['${zeta:-${Alpha:-a.com}}', '${zeta:-b.com}'] } # ${COMMENT}\n" +
      '# $PLAIN ${9x} ${} ${_under:-why}\n',
  )
  assert.deepEqual(made().filledIn, ['Alpha', 'COMMENT', '_under', 'zeta'])
})
