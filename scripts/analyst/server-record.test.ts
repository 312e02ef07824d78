import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPinnedKey, fingerprint, isUnprotected, serverUrl } from './server-record.ts'

test('a server’s address is taken as people type it', () => {
  assert.equal(serverUrl('https://data.example.com'), 'https://data.example.com/')
  assert.equal(serverUrl('https://data.example.com/sub//'), 'https://data.example.com/sub/')
  assert.equal(serverUrl('http://u:p@localhost:8080/?x#y'), 'http://localhost:8080/')
  for (const bad of ['', 'data.example.com', 'ftp://x', 'file:///etc']) {
    assert.throws(() => serverUrl(bad), { code: 'bad_server' })
  }
})

test('a token over plain HTTP is warned of, except on this machine', () => {
  assert.ok(isUnprotected('http://data.example.com/'))
  for (const url of ['https://data.example.com/', 'http://localhost:1/', 'http://127.0.0.1:1/']) {
    assert.ok(!isUnprotected(url), url)
  }
})

test('another key is refused with both fingerprints and what to do', () => {
  const [old, other] = ['a'.repeat(43), 'b'.repeat(43)]
  checkPinnedKey(old, old, 'https://x/')
  assert.match(fingerprint(old), /^([0-9a-f]{4}-){7}[0-9a-f]{4}$/)
  assert.throws(() => checkPinnedKey(old, other, 'https://x/'), {
    code: 'server_key_changed',
    remedy: /analyst login --server https:\/\/x\/ --trust-new-key/,
    message: new RegExp(`${fingerprint(other)}.*${fingerprint(old)}`),
  })
})
