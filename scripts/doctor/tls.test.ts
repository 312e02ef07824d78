import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { test } from 'node:test'
import { readEnv } from '#core/env.ts'
import { stackEnv } from '#core/run/stack-env.ts'
import { makeSelfSigned } from '../../tests/peers/self-signed.ts'
import { certificateFinding, judgeCertificate } from '../command-line/certificate-finding.ts'
import tls from './tls.ts'

const at = (address: string) =>
  tls({ installation: { env: readEnv(stackEnv, { PUBLIC_URL: address }) } })

test('plain http is for this machine alone: on any other name it is a warning', async () => {
  for (const own of ['http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:8080']) {
    assert.equal((await at(own)).status, 'ok', own)
  }
  for (const open of ['http://data.acme.com', 'http://10.0.0.5:8080', 'http://127.evil.com']) {
    assert.equal((await at(open)).status, 'warn', open)
  }
})

test('a certificate is judged by the days it has left, a trusted and an unknown one apart', async (t) => {
  const { privateKey, certificate } = makeSelfSigned('localhost')
  const server = createServer({ key: privateKey, cert: certificate }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const url = new URL(`https://localhost:${(server.address() as AddressInfo).port}`)
  const trusted = await certificateFinding(url, new Date(), certificate)
  assert.equal(trusted.status, 'ok', trusted.detail)
  assert.match(trusted.detail, /good for 29 days more/)
  const late = await certificateFinding(url, new Date(Date.now() + 86_400_000 * 25), certificate)
  assert.equal(late.status, 'warn')
  const unknown = await at(url.href)
  assert.equal(unknown.status, 'fail')
  assert.match(unknown.detail, /self-signed/)
  const other = await certificateFinding(
    new URL(`https://127.0.0.1:${url.port}`),
    new Date(),
    certificate,
  )
  assert.equal(other.status, 'fail', 'a certificate of another name')
})

test('an address that nothing answers at is a failure that says where to look', async () => {
  const found = await at('https://127.0.0.1:1')
  assert.equal(found.status, 'fail')
  assert.match(found.remedy ?? '', /proxy/)
})

test('a certificate of six days is not told as late on its first day', () => {
  const day = 86_400_000
  const judge = (age: number, days: number) =>
    judgeCertificate(new URL('https://data.acme.com'), {
      from: new Date(0),
      to: new Date(days * day),
      now: new Date(age * day),
    }).status
  assert.deepEqual([judge(1, 6), judge(5, 6), judge(5.8, 6)], ['ok', 'warn', 'fail'])
  assert.deepEqual(
    [judge(60, 90), judge(80, 90), judge(88, 90), judge(91, 90)],
    ['ok', 'warn', 'fail', 'fail'],
  )
})
