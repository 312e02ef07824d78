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
  ])
    assert.match(withoutPublicParts(part), /^ *$/, part)
})

test('what only stands behind such a word stays', () => {
  for (const text of [
    'MLflow token 70d8aac731e515047c4d78c0904d3446',
    'folder Meadow-harbor-99-rain',
  ])
    assert.equal(withoutPublicParts(text), text)
})
