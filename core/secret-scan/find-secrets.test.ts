import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findBeside, findSecrets } from './find-secrets.ts'

const token = ['gh', 'p_', 'x8Kq2LmN4pR6sT8vW0yZ2aB4cD6eF8gH0iJ2'].join('')
const rules = (text: string, before?: readonly string[]) =>
  findSecrets(text, before).map(({ rule }) => rule)

const hidden: Readonly<Record<string, string>> = {
  'split over two lines': `- deploy with ${token.slice(0, 12)}\\\n  ${token.slice(12)}`,
  'broken by invisible characters': token.split('').join('\u200b'),
  'in letters of full width': token.replace(/[a-zA-Z0-9]/g, (letter) =>
    String.fromCharCode(letter.charCodeAt(0) + 0xfee0),
  ),
  'percent-encoded': token.replaceAll('_', '%5F'),
  'in Base64': `run it: ${Buffer.from(`export T=${token}`).toString('base64')}`,
  'in hex': Buffer.from(token).toString('hex'),
  'escaped as JSON': token.replaceAll('_', '\\u005f'),
  'in a table': `| name | value |\n| --- | --- |\n| ci | ${token} |`,
  'in bold': `**${token}**`,
  'letter by letter': token.split('').join(' '),
  'as an array of letters': `[${token
    .split('')
    .map((letter) => `'${letter}'`)
    .join(', ')}]`,
  'cut in two by a program': `'${token.slice(0, 9)}' + '${token.slice(9)}'`,
}

for (const [how, text] of Object.entries(hidden)) {
  test(`a token ${how} is found`, () => assert.ok(rules(text).includes('github-token'), text))
}

test('a value alone is a secret when the line or heading above it says so', () => {
  assert.equal(rules('- zimni_krajina7', ['Heslo k databázi:'])[0], 'password')
  assert.deepEqual(rules('- zimni_krajina7', ['Where the tables are']), [])
})

test('edited items are never re-checked (of the original): the hit says where and what, never the value', () => {
  const hits = findSecrets(`first line\nsecond ${token}`)
  assert.deepEqual(hits[0], { rule: 'github-token', name: 'a GitHub token', line: 2 })
  assert.ok(!JSON.stringify(hits).includes(token.slice(4, 14)))
})

test('a value that its neighbour names is found beside it, and not alone', () => {
  const value = 'it is this one: Rain-Meadow-7'
  assert.deepEqual(rules(value), [])
  const [hit] = findBeside(`- server: shop\n- ${value}`, 'The password of the shop:', '')
  assert.equal(hit?.line, 2)
  assert.deepEqual(findBeside(value, 'Where the tables are:', 'orders'), [])
  assert.deepEqual(
    findBeside('the port is 5432', 'password Rain-Meadow-7!', ''),
    [],
    'it is not here',
  )
})

test('the parts of one value in two items of a list are both found, and no item beside them', () => {
  const [first, second] = ['- part A: `AKIADAKOZ5F`', '- part B: `4BHBJ42OV`']
  const lead = 'The key id of the shop, glue it together:'
  for (const alone of [first, second]) assert.deepEqual(rules(alone), [])
  assert.deepEqual(
    [findBeside(first, lead, second), findBeside(second, `${lead}\n${first}`, '- orders')].map(
      ([hit]) => hit?.rule,
    ),
    ['aws-access-key', 'aws-access-key'],
  )
  assert.deepEqual(findBeside('- orders come at noon', `${first}\n${second}`, ''), [])
  assert.deepEqual(findBeside('- part A: rivers', lead, '- part B: lakes'), [])
})

test('a value that a script puts together, or that stands as pairs of hexadecimal digits, is found', () => {
  assert.ok(rules(`A='harbor-'\nB='meadow-56'\nSHOP_PASS="$A$B"`).length > 0)
  const pairs = Buffer.from('Meadow1950!!')
    .toString('hex')
    .replace(/..(?!$)/g, '$& ')
  assert.ok(rules(`password of the shop in hex: ${pairs}`).length > 0)
  assert.deepEqual(rules(`A='one'\nB="$A/two"\necho "$B"`), [])
})

test('recovery words below the block that names them are found', () => {
  const words = 'witch collapse practice feed shame open despair creek road again ice least'
  const list = words.split(' ').map((word, at) => `${at + 1}. ${word}`)
  assert.deepEqual(rules(list.join('\n')), [])
  assert.equal(findBeside(list.join('\n'), 'Backup words of the wallet:', '')[0]?.line, 1)
})

test('a user of a command or a file is not taken for the password beside it', () => {
  assert.deepEqual(rules('PGPASSWORD="$DWH_PW" psql -h shop.lan -U analyst7 landing'), [])
  assert.deepEqual(rules(`password: "{{ env_var('PG_PASS') }}"\nuser: readonly2`), [])
  assert.ok(rules('password of the shop\nuser: analyst7/Rain-Meadow77').length > 0)
})

test('a name that is mistyped, and a value lines below it, are found', () => {
  assert.ok(rules('the pasword of the shop: Rain-Meadow77').length > 0)
  assert.ok(rules('- Credentials\n  - shop\n    - prod\n      - Rain-Meadow77').length > 0)
  const far = `Credentials\n${'- a line of the list of shops\n'.repeat(6)}- Rain+Meadow77`
  assert.deepEqual(
    [rules(far).length > 0, findSecrets(far, [], { apart: false }).length],
    [true, 0],
  )
})

test('what looks random and is public by its nature is clean', () => {
  const random = 'q7Rk2Zs9LmW4xTbV8nYcD3fGh1q7Rk2Zs9LmW4xTbV8'
  for (const text of [
    `Host key fingerprint: SHA256:${random}`,
    `"integrity": "sha512-${random}${random}=="`,
    `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA${random} deploy`,
    `-----BEGIN PUBLIC KEY-----\n${random}\n-----END PUBLIC KEY-----`,
    `![logo](data:image/png;base64,iVBORw0KGgo${random})`,
    `The plan is https://docs.google.com/document/d/${random}/edit`,
    'The stored secret is arn:aws:secretsmanager:eu-central-1:347684562983:secret:etl/pg-cJ17eL',
    'tenant id 220d95a6-5656-41ae-a1e3-281dec150012 (the key is in the vault)',
    'age recipient age1453mzpnkgduewnvxx4aqt88cpmucxn9yw969cr6xatqtvh9rxxzvurj56q of the backups',
    'GCP service account loader-5vl8@shop-prod.iam.gserviceaccount.com has no key file',
    'the login of customer cus_7jBPuEr3GWzO9p ended with trace_id: 3742f3bf9e116f6d',
    'generate_surrogate_key gives 8ea0a57c0c4de52fc59a5b6b4c70aa59 for the first line',
    'call the hotline of the carrier: +420 800 123 321',
  ]) {
    assert.deepEqual(rules(text), [], text)
  }
})

test('words that people say for digits and letters, and mark-up around a value, hide nothing', () => {
  for (const text of [
    'door code of the lab: four, two, seven, seven',
    'Kód od alarmu je osm, nula, jedna, osm.',
    'password over the phone: Golf Alpha Echo Tango Mike Romeo Victor Kilo four two',
    'Nadiktovala rodné číslo: 7 3 6 0 2 8 lomeno 5 1 6 3',
    '// db password\nString.fromCharCode(80,101,108,105,99,97,110,95,56,54,42)',
    'vnc on the scope pc: mmp\\#zUH11$QK',
  ])
    assert.ok(rules(text).length > 0, text)
  assert.deepEqual(rules('one, two, three and four shops in the Alpha Bravo test'), [])
})

test('the language of code and the lines beside it are no part of a value', () => {
  for (const text of [
    '```gherkin\nWhen I enter a wrong password three times\nThen my account is locked\n```',
    '```yaml\nfileFormatVersion: 2\nguid: af24ac22e5395b2a6cabb50ac0c8fc4c\nNativeFormatImporter:\n```',
    '```\nDB_HOST=\nDB_PASSWORD=\nAPI_TOKEN=\n```',
    'libname dw odbc user=loader pw="&dwpass." schema=dbo;',
  ])
    assert.deepEqual(rules(text), [], text)
})

test('what stands behind or looks like a public part is no part of it', () => {
  const secrets = [
    '-----BEGIN PUBLIC KEY-----\nthe password is Meadow Rain77x',
    'secret id 220d95a6-5656-41ae-a1e3-281dec150012',
    `data:text/plain;base64,${Buffer.from('password=Rain-Meadow77').toString('base64')}`,
    'commit b6589fc, then log in with password Rain-Meadow77',
  ]
  for (const text of secrets) assert.ok(rules(text).length > 0, text)
})

test('what analysts write about their work is clean', () => {
  for (const text of [
    'Revenue is net of refunds since 2024-01-01; join `orders` to `refunds` on order_id.',
    'The API returns 429 after 100 requests a minute: wait for Retry-After.',
    'Primary key of events: (session_id, event_no). Partition key is the day.',
    'Tokens of the tokenizer are counted as chars/4; max_tokens: 8192.',
    'Use commit 3f2504e04f8911d39a0c0305e82c3301 of the parser.',
    'Heslo se nikdy nepíše do poznámek.',
  ]) {
    assert.deepEqual(rules(text), [], text)
  }
})

test('words of two lines that only a joined reading brings together are no made-up word', () => {
  assert.deepEqual(rules('The plan ends with Meadowland\n1602 comes later'), [])
  assert.deepEqual(rules('by the way, Meadowland1602 holds for the depot too'), ['word-and-digits'])
})

test('a first name in any case makes health, pay and a home those of a person', () => {
  for (const text of [
    'Na naviják nestav Igora samotného, má epilepsii.',
    'Just so you can plan the hire: Robin makes 68 000 a month.',
    'Kvasnice vem v neděli k Jindrovi domů (Pod Chmelnicí 27, Žatec).',
  ])
    assert.equal(rules(text).length, 1, text)
  for (const text of [
    'Patients with epilepsy are those of the table of diagnoses.',
    'The median pay of the region is 68 000 a month.',
    'Vite serves the page at home, see Sprint 27, Board.',
  ])
    assert.deepEqual(rules(text), [], text)
})

test('numbers of commits, orders and sums are no keys, whatever their digits are', () => {
  for (const text of [
    'the submodule stands at commit 62089640d5255baf9ef6a786c41d91365b21e9f5',
    'order OBJ-2025-006120 waits',
    'Obrat stoupl na 603 650 172 Kč',
    'the gate opens at 7:30 for 1200 customers',
  ])
    assert.deepEqual(rules(text), [], text)
})
