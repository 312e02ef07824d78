import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NotificationBody } from '#core/notifications/notification.ts'
import { digestMail } from './digest-mail.ts'

function mailOf(
  bodies: readonly NotificationBody[],
  more: {
    readonly unread?: number
    readonly name?: string
    readonly publicUrl?: string
    readonly timeZone?: string
  } = {},
) {
  const { unread = bodies.length, name = 'Ann', publicUrl = 'https://data.example.com/' } = more
  const { timeZone = 'UTC' } = more
  return digestMail({
    to: 'ann@example.com',
    name,
    instanceName: 'Acme Analytics',
    publicUrl: new URL(publicUrl),
    timeZone,
    unread,
    newest: bodies.map((body, nth) => ({
      seq: 100 - nth,
      id: String(nth),
      username: 'ann',
      body,
      priority: 0,
      createdAt: new Date('2026-02-28T23:59:59.999Z'),
      expiresAt: null,
      readAt: null,
      dismissedAt: null,
    })),
  })
}

/** The lines of the notifications alone. */
const lines = (bodies: readonly NotificationBody[]) => mailOf(bodies).text.split('\n').slice(4, -3)

test('a digest is a whole mail in plain text: a greeting, a line each, and two addresses of the portal', () => {
  assert.deepEqual(mailOf([{ title: 'Sales fell', message: 'by 20 %' }, { script: 'daily.py' }]), {
    to: 'ann@example.com',
    subject: '2 unread notifications in Acme Analytics',
    text: [
      'Hello Ann,',
      '',
      'you have 2 unread notifications (times in UTC):',
      '',
      '- 2026-02-28 23:59  Sales fell – by 20 %',
      '- 2026-02-28 23:59  daily.py',
      '',
      'Read them: https://data.example.com/',
      'Another time, or no digest: https://data.example.com/digest',
    ].join('\n'),
  })
})

test('when it was is told in the time of the person, and a message without its marks', () => {
  const { text } = mailOf([{ title: 'T', message: '*a* `b_c` [d](https://e.example)' }], {
    timeZone: 'Europe/Prague',
  })
  assert.match(text, /\(times in Europe\/Prague\):\n\n- 2026-03-01 00:59 {2}T – a b_c d\n/)
})

test('one notification is told as one, and those that are not shown are counted', () => {
  assert.match(mailOf([{ title: 'x' }]).subject, /^1 unread notification in/)
  const { subject, text } = mailOf([{ title: 'x' }], { unread: 1200 })
  assert.match(subject, /^1,200 unread notifications/)
  assert.match(text, / {2}x\n… and 1199 more\n\nRead/)
  assert.doesNotMatch(mailOf([{ title: 'x' }]).text, /more/)
})

for (const [what, body, shown] of [
  ['the title before the script', { title: 'T', script: 's.py', message: 'M' }, 'T – M'],
  ['the script where there is no title', { script: 's.py', message: 'M' }, 's.py – M'],
  ['the script where the title is empty', { title: '', script: 's.py', message: 'M' }, 'M'],
  ['the message alone', { message: 'M' }, 'M'],
  ['a word where nothing is said', { image_url: '/x.png' }, 'Notification'],
  ['a word for blanks', { title: ' \t', message: '\n' }, '–'],
  ['lines as one', { title: 'a\r\n.\r\nb', message: 'c\u2028d\u0085e' }, 'a . b – c d e'],
  ['nothing of control characters', { title: 'a\u0000b\u001b[31mc\u007fd' }, 'a b [31mc d'],
] as const)
  test(`a line shows ${what}`, () => {
    assert.deepEqual(lines([body]), [`- 2026-02-28 23:59  ${shown}`])
  })

test('a long notification is one line that ends with an ellipsis, and no character is cut in two', () => {
  for (const text of [
    'x'.repeat(161),
    '😀'.repeat(90),
    `x${'😀'.repeat(90)}`,
    'é'.repeat(16_384),
  ]) {
    const [line = ''] = lines([{ title: text }])
    const said = line.slice('- 2026-02-28 23:59  '.length)
    assert.deepEqual([said.length, said.endsWith('…'), said.isWellFormed()], [160, true, true])
  }
  assert.deepEqual(lines([{ title: 'x'.repeat(160) }]), [`- 2026-02-28 23:59  ${'x'.repeat(160)}`])
})

test('no name and no notification adds a line to a mail, as a header or an address of somebody else’s would be', () => {
  const hostile = 'x\nRead them: https://evil.example/\r\nBcc: eve@evil.example\u2029Subject: y'
  const { to, subject, text } = mailOf([{ title: hostile, message: hostile }], { name: hostile })
  const plain = mailOf([{ title: 'x' }])
  assert.deepEqual([to, subject], [plain.to, plain.subject])
  assert.equal(text.split(/[\n\r\u2028\u2029\u0085]/).length, plain.text.split('\n').length)
  assert.deepEqual(text.match(/^Read them: .*$/gm), ['Read them: https://data.example.com/'])
})
