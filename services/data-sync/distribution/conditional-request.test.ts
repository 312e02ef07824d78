import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptsGzip, matchesNone } from './conditional-request.ts'

test('If-None-Match is met by any of the named tags, weak or strong, and by a star', () => {
  for (const header of ['"a"', 'W/"a"', '"x", "a"', '*', '"x" , W/"a"']) {
    assert.ok(matchesNone(header, ['"a"']), header)
  }
  for (const header of [undefined, '', '"b"', 'a', '"a', '"aa"']) {
    assert.ok(!matchesNone(header, ['"a"']), header)
  }
})

test('gzip is sent to those who take it, and a weight of nought means no', () => {
  for (const header of ['gzip', 'br, gzip', 'gzip;q=0.5', '*', 'deflate, GZIP;q=1.0']) {
    assert.ok(acceptsGzip(header), header)
  }
  for (const header of [undefined, '', 'br', 'gzip;q=0', 'gzip; q=0.0, *', 'identity']) {
    assert.ok(!acceptsGzip(header), header)
  }
})
