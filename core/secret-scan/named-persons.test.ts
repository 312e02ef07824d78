import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namesSomebody } from './named-persons.ts'

for (const line of [
  'Gwen gets the report on Mondays',
  'zavolej Lukášovi po obědě',
  'u Terezky na stole',
  'that is Callum’s laptop',
  'retro s Tomem až na podzim',
  'ŽOFIE má dovolenou, Žofii zastoupí Honza',
])
  test(`somebody is named: ${line}`, () => assert.ok(namesSomebody(line)))

for (const line of [
  'the table orders has 3 columns',
  'see docs/Tomas.md and `Petr`',
  'Max 500 rows in January and June',
  'Ruby and Iris are a language and a data set',
  'mail tomas@acme.cz',
  'run Jan(1) first',
  'Same rows, Time of the run, Old rates per user',
  'Vite builds it, Řádek 12 chybí, Teď pět kusů',
  '',
])
  test(`nobody is named: ${line}`, () => assert.ok(!namesSomebody(line)))
