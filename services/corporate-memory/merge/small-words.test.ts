import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contradicts } from './contradicts.ts'
import { statementOf } from './statement.ts'

const other = [
  ['The rebate is cut by 10 % in June', 'The rebate is cut to 10 % in June'],
  ['Labels are printed for the carrier', 'Labels are printed by the carrier'],
  ['Pallets moved to the yard keep their number', 'Pallets moved from the yard keep their number'],
  [
    'Mark a basket that is empty or unpaid as lost',
    'Mark a basket that is empty and unpaid as lost',
  ],
  ['Weigh the parcel in each depot', 'Weigh the parcel in one depot'],
  ['Vans change as often as drivers', 'Vans change more often than drivers'],
  ['The `stock` feed was in pieces', 'The `stock` feed is in pieces'],
  ['Crates have been counted by hand', 'Crates are being counted by hand'],
  ['Pallets must be returned by Monday', 'Pallets must be returned on Monday'],
  ['Sleva o 20 Kč na přepravku', 'Sleva na 20 Kč na přepravku'],
  ['Foil will be needed on the ramp', 'Foil is needed on the ramp'],
  ['We used to count samples as sold', 'We count samples as sold'],
  [
    'Only drivers see the map of closed roads',
    'Drivers see the map of closed roads only on request',
  ],
  ['Only drivers may open gates', 'Drivers may only open gates'],
  ['You must not scan returns', 'You need not scan returns'],
  ['Not all new vans have a sensor', 'All new vans have no sensor'],
  ['Ceník bereme z portálu', 'Ceník dáváme na portál'],
  ['Kód platí, když je paleta prázdná nebo vadná', 'Kód platí, když je paleta prázdná a vadná'],
  ['Od května platí sleva až v prodejnách', 'Od května platí sleva i v prodejnách'],
  [
    'If a driver has signed, the gate can be opened',
    'If the gate can be opened, a driver has signed',
  ],
] as const

for (const [a, b] of other) {
  test(`a small word makes another: ${a} / ${b}`, () => {
    assert.ok(contradicts(statementOf(a), statementOf(b)))
    assert.ok(contradicts(statementOf(b), statementOf(a)))
  })
}

const same = [
  ['The weight of a parcel is in grams', 'A parcel’s weight is in grams'],
  ['Scan the returns that are open', 'Scan returns which are open'],
  ['When a van is late, call the depot', 'Call the depot if a van is late'],
  ['Do not weigh them till noon', 'Don’t weigh them until noon'],
] as const

for (const [a, b] of same) {
  test(`a small word makes no other: ${a} / ${b}`, () => {
    assert.ok(!contradicts(statementOf(a), statementOf(b)))
    assert.ok(!contradicts(statementOf(b), statementOf(a)))
  })
}
