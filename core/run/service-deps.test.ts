import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exampleInstance } from '../../tests/peers/example-instance.ts'
import type { Instance } from '../config/instance.ts'
import type { Service } from '../service.ts'
import { whyOff } from './service-deps.ts'
import { publicUrlOf } from './stack-env.ts'

const instance = (services: Instance['services']) => exampleInstance({ services })

const bot: Service = {
  id: 'bot',
  title: 'Bot',
  description: 'Says things',
  kind: 'daemon',
  enabledWhen: ['BOT_TOKEN'],
}

test('a service runs when instance.yaml does not switch it off and what it needs is given', () => {
  assert.equal(whyOff(bot, instance({}), { BOT_TOKEN: 'x' }), undefined)
  assert.equal(whyOff(bot, instance({}), { BOT_TOKEN_FILE: '/run/secrets/bot' }), undefined)
})

test('a service that is off says why', () => {
  assert.equal(whyOff(bot, instance({}), { BOT_TOKEN: '' }), 'BOT_TOKEN not set')
  const off = instance({ bot: { enabled: false } })
  assert.equal(whyOff(bot, off, { BOT_TOKEN: 'x' }), 'switched off in instance.yaml')
})

test('links are built from PUBLIC_URL, else from the port that was taken', () => {
  const env = {
    PORT: 0,
    HOST: '0.0.0.0',
    DATA_DIR: '',
    CONFIG_DIR: '',
    DATABASE_URL: undefined,
    SECRETS_DIR: undefined,
    HOMES_DIR: undefined,
  }
  const rest = { LOG_LEVEL: undefined, PUBLIC_URL: undefined }
  assert.equal(publicUrlOf({ ...env, ...rest }, 4711).href, 'http://localhost:4711/')
  const given = new URL('https://data.acme.com')
  assert.equal(publicUrlOf({ ...env, ...rest, PUBLIC_URL: given }, 4711), given)
})
