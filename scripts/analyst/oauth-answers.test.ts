import assert from 'node:assert/strict'
import { test } from 'node:test'
import { description, deviceGrant, refusal, tokens } from './oauth-answers.ts'

/** A good answer of each kind, and what must not be taken in the place of one of its fields. */
const kinds = {
  description: {
    schema: description,
    good: {
      issuer: 'https://data.acme.com',
      authorization_endpoint: 'https://data.acme.com/oauth/authorize',
      unknown: 1,
    },
    taken: {
      issuer: 'https://data.acme.com',
      authorizeUrl: 'https://data.acme.com/oauth/authorize',
    },
    refused: {
      issuer: ['', 7, null, undefined],
      // It is handed to a browser: nothing but a web address.
      authorization_endpoint: [
        ...['file:///etc/passwd', 'javascript:alert(1)', 'data:text/html,x', 'ftp://x/'],
        ...['/oauth/authorize', '-a Calculator', '', 7, null, undefined],
      ],
    },
  },
  deviceGrant: {
    schema: deviceGrant,
    good: {
      device_code: 'abc_DEF.1~2-3',
      user_code: 'BCDF-GHJK',
      verification_uri: 'https://data.acme.com/device',
      expires_in: 600,
    },
    taken: {
      deviceCode: 'abc_DEF.1~2-3',
      userCode: 'BCDF-GHJK',
      address: 'https://data.acme.com/device',
      seconds: 600,
      intervalSeconds: 5,
    },
    refused: {
      device_code: ['', 'a b', 'a\r\nx: y', 'ü', 'x'.repeat(4097), 7, undefined],
      // These are shown on a terminal.
      user_code: ['', '\u001b[2J', 'A B', 'A\nB', 'Ä', 'x'.repeat(41), undefined],
      verification_uri: ['javascript:alert(1)', 'data.acme.com/device', '', undefined],
      verification_uri_complete: ['javascript:alert(1)', '', 7, null],
      expires_in: [0, -1, NaN, Infinity, '600', null, undefined],
      interval: [0, -5, NaN, Infinity, '5', null],
    },
  },
  tokens: {
    schema: tokens,
    good: { access_token: 'a', refresh_token: 'r', token_type: 'Bearer', expires_in: 0.5 },
    taken: { accessToken: 'a', refreshToken: 'r', seconds: 0.5 },
    refused: {
      // It goes into a header.
      access_token: ['', 'a b', 'a\r\nHost: evil', 'a\u0000', 'ü', 'x'.repeat(4097), undefined],
      refresh_token: ['', 'a&b=c', 'a%0a', undefined],
      token_type: ['mac', 'bearer x', 'xbearer', '', undefined],
      expires_in: [0, -1, NaN, Infinity, '3600', undefined],
    },
  },
  refusal: {
    schema: refusal,
    good: { error: 'urn:ietf:params:oauth:error/slow_down' },
    taken: 'urn:ietf:params:oauth:error/slow_down',
    refused: { error: ['', 'a b', '\u001b[31m', 'x'.repeat(81), 7, undefined] },
  },
} as const

for (const [kind, { schema, good, taken, refused }] of Object.entries(kinds)) {
  test(`${kind}: a good answer is taken, and each field is refused that is none`, () => {
    assert.deepEqual(schema.parse(good), taken)
    for (const [field, values] of Object.entries(refused)) {
      for (const value of values) {
        const { success } = schema.safeParse({ ...good, [field]: value })
        assert.equal(success, false, `${field}: ${JSON.stringify(value)}`)
      }
    }
    for (const none of [undefined, null, 'text', 7, [], [good]]) {
      assert.equal(schema.safeParse(none).success, false)
    }
  })
}

test('an address is shown as a browser reads it, so that no sign in it steers the terminal or looks like another', () => {
  for (const [given, shown] of [
    ['https://data.acme.com/dev\u202eice', 'https://data.acme.com/dev%E2%80%AEice'],
    ['https://аcme.com/device', 'https://xn--cme-5cd.com/device'],
    ['https://data.acme.com/a b', 'https://data.acme.com/a%20b'],
    ['HTTPS://DATA.acme.com:443/x', 'https://data.acme.com/x'],
  ] as const) {
    const { address, addressWithCode } = deviceGrant.parse({
      ...kinds.deviceGrant.good,
      verification_uri: given,
      verification_uri_complete: given,
    })
    assert.deepEqual([address, addressWithCode], [shown, shown])
  }
})

test('how often to ask is as the server says', () => {
  const { intervalSeconds } = deviceGrant.parse({ ...kinds.deviceGrant.good, interval: 12 })
  assert.equal(intervalSeconds, 12)
})
