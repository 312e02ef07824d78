import assert from 'node:assert/strict'
import { test } from 'node:test'
import { config } from './desktop.ts'

test('what is not said of the desktop has a default', () => {
  assert.deepEqual(config.parse({}), {
    app_link: true,
    url_scheme: 'data-analyst',
    token_days: 30,
    grace_days: 7,
    idle_days: 60,
  })
})

const refused: Readonly<Record<string, object>> = {
  'a scheme that a browser runs': { url_scheme: 'javascript' },
  'the scheme of web pages': { url_scheme: 'https' },
  'a scheme in capitals, which is the same one': { url_scheme: 'HTTPS' },
  'a scheme with its colon': { url_scheme: 'acme:' },
  'a scheme that goes on as an address': { url_scheme: 'acme://evil.example/' },
  'a scheme that begins with a digit': { url_scheme: '1acme' },
  'no scheme': { url_scheme: '' },
  'a scheme on two lines': { url_scheme: 'acme\n' },
  'a token of no days': { token_days: 0 },
  'a token of more than a year': { token_days: 366 },
  'half a day': { token_days: 1.5 },
  'days as text': { token_days: '30' },
  'a grace below nothing': { grace_days: -1 },
  'a grace of more than a quarter': { grace_days: 91 },
  'an idle time of nothing': { idle_days: 0 },
  'a key that nobody knows': { token_day: 30 },
}
for (const [what, given] of Object.entries(refused)) {
  test(`${what} is refused`, () => {
    assert.equal(config.safeParse(given).success, false)
  })
}

test('the borders themselves are taken', () => {
  const given = { url_scheme: 'a+b.c-1', token_days: 1, grace_days: 0, idle_days: 365 }
  assert.deepEqual(config.parse(given), { app_link: true, ...given })
})
