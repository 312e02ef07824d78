import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findSecrets } from './find-secrets.ts'
import { withoutPublicParts } from './public-parts.ts'
import { serviceRules } from './service-rules.ts'

const names = [
  ...['folder', 'složka', 'ID složky', 'korelační ID', 'MLflow run', 'MLflow token', 'request id:'],
  ...['client_id =', 'cluster', 'workspace id', 'git push origin', 'version id', 'commit:'],
]
const keys = serviceRules.flatMap(({ hits }) => hits.map((hit) => hit.replaceAll('~', '')))

for (const name of names)
  test(`a key in the form of its service is found whatever it is called: ${name}`, () => {
    for (const key of keys) assert.ok(findSecrets(`${name} ${key}`).length > 0, key)
  })

test('what is public by its nature goes', () => {
  for (const part of [
    'pk_live_JJlKU8rhzBihouIzsAtLfTg0',
    'folder 17tKJcN3gay2Z-lazb7x2oO6TYglHQb-T',
    'ID složky 0AbEqskvwSlFp2X-A5jPVA',
    'MLflow run 70d8aac731e515047c4d78c0904d3446',
    'git cherry-pick d01526ca4eb2879387b0b33f28999fe7c9c47962',
    '7C1D 90E4 B2A6 5F38 11D0  9E47 A3C2 64F8 05BB D17E',
    'AKIAIOSFODNN7EXAMPLE',
    'postgres://depot:${DB_PASSWORD}@pg1.lan:5432/orders',
    'postgres://$PGUSER:$PGPASSWORD@$PGHOST:5432/orders',
    'secretKeyRef: {name: depot, key: token}',
    'password=********',
  ])
    assert.match(withoutPublicParts(part), /^ *$/, part)
})

for (const [text, part] of [
  [
    'SHA-256 of the firmware is ',
    '55cc13a9e1f8b0a4d2c6573d9e0f4b8a617c2d3e4f5a6b7c8d9e0f1a2b3c4d5e',
  ],
  ['otisk vydání ', 'DDADB71DEE6EF18E1237DB3F9E03482E301F535F'],
  ['id of the sheet ', '1KjDl6ckCXfrS3yQCONon4prXwjTaaazqsual3gy_bpm'],
  ['složka na Disku: ', '1L4DXIWjqwovyiSzB8BSc0udmxXXXa1VG'],
  ['veřejný klíč protistrany: ', 'CLmBOcF6JANHPdFWHNQjgiD/K+e9GnTCdbz0cYwCYI7='],
  ['our published account ', '2400218833/2010'],
  ['recepce ', '541 000 111'],
] as const)
  test(`what is public goes where it is called so: ${text}`, () => {
    assert.equal(withoutPublicParts(text + part).trim(), text.trim())
  })

test('what is said beside them stays', () => {
  for (const text of [
    'md5 hesla je 55cc13a9e1f8b0a4d2c6573d9e0f4b8a',
    'sha256, and Datadog has 55cc13a9e1f8b0a4d2c6573d9e0f4b8a',
    'otisk; the job authenticates with 55cc13a9e1f8b0a4d2c6573d9e0f4b8a',
    'sheet of tokens: 15cc13a9e1f8b0a4d2c6573d9e0f4b8a6',
    'v tabulce: 15cc13a9e1f8b0a4d2c6573d9e0f4b8a6',
    'doma má 541 000 111, web spravuje taky',
    'recepce: 603 000 111',
    'our account 2400218833/2010',
    'postgres://depot:Meadow77@pg1.lan:5432/orders',
    'password: ***Meadow77***',
    'password: *** is kocour12 really',
  ])
    assert.equal(withoutPublicParts(text), text)
})

test('what only stands behind such a word stays', () => {
  for (const text of [
    'MLflow token 70d8aac731e515047c4d78c0904d3446',
    'folder Meadow-harbor-99-rain',
  ])
    assert.equal(withoutPublicParts(text), text)
})
