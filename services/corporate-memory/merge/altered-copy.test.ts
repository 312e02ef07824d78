import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contradicts } from './contradicts.ts'
import { statementOf } from './statement.ts'

const altered: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'a sign': [
    ['A pallet weighs 1.200 kg at most', 'A pallet weighs 1,200 kg at most'],
    ['Corrections are kept as -weight', 'Corrections are kept as weight'],
    ['load = (boxes / places) * days', 'load = boxes / (places * days)'],
    ['Drivers who work at night get a bonus', 'Drivers, who work at night, get a bonus'],
    ['Weigh pallets, and crates over 40 kg, twice', 'Weigh pallets and crates over 40 kg twice'],
    ['Štítky po směně vyhodit, ne skladovat', 'Štítky po směně vyhodit ne, skladovat'],
    ['Leave out broken crates of the yard', 'Leave out "broken" crates of the yard'],
    ['V přehledu ramp vynech ostatní', 'V přehledu ramp vynech „Ostatní“'],
    ['Count vans (and trailers) by depot', 'Count vans and trailers by depot'],
    ['Divide pallets/crates by ramps', 'Divide pallets crates by ramps'],
    ['Small-load vans are weighed once', 'Small load vans are weighed once'],
    ['Read `ramp_*` of each depot', 'Read `ramp_?` of each depot'],
    ['Labels match `^R[0-9]+$` on each ramp', 'Labels match `^R[0-9]*$` on each ramp'],
    ['Scans lie in /ramp/in of the server', 'Scans lie in ramp/in of the server'],
    ['The toll is 3 % of the freight', 'The toll is 3 ‰ of the freight'],
  ],
  'the case of a name': [
    ["Rows with kind = 'r' are returns", "Rows with kind = 'R' are returns"],
    ['The scan of a label has 5 MB', 'The scan of a label has 5 Mb'],
    ['Read the column Ramp of the yard', 'Read the column ramp of the yard'],
    ['Vans wait for us at the gate', 'Vans wait for US at the gate'],
  ],
  'the form of a word': [
    [
      'Send the manifest to the haulier of the tour',
      'Send the manifest to the hauliers of the tour',
    ],
    ['Pošli list na rampu uvedenou u dopravce', 'Pošli list na rampy uvedené u dopravce'],
    ['Hala doplňuje sklad rampě', 'Hale doplňuje sklad rampa'],
    ['Řidič podepsal nakládku za dopravce', 'Řidič podepisuje nakládku za dopravce'],
    ['Tabulku `palety` plní tabulka `rampy`', 'Tabulka `palety` plní tabulku `rampy`'],
    ['Loads that drivers refuse are kept', 'Loads that drivers refused are kept'],
    ['Drivers sign what foremen have loaded', 'Foremen load what drivers have signed'],
  ],
  'a word': [
    ['When the seal is missing, store NULL', 'When the seal is missing, store zero'],
    ['Brány se při směně zapínají ručně', 'Brány se při směně vypínají ručně'],
    ['Dopravce si váží palety sám', 'Dopravce se váží palety sám'],
    ['Empty the yard at six', 'Empty the yard by six'],
    ['Drop the pallet table after the load', 'Delete the pallet table after the load'],
    ['Drivers can open the gate', 'Drivers could open the gate'],
    ['The fiscal month of a tour is shown', 'The calendar month of a tour is shown'],
    ['Class I crates go to hall two', 'Class V crates go to hall two'],
    ['Few crates are weighed by hand', 'A few crates are weighed by hand'],
    ['Ramp A is swept first', 'A ramp is swept first'],
  ],
  'the order': [
    ['Weigh pallets and then assign them to ramps', 'Assign pallets to ramps and then weigh them'],
    ['Old vans and trailers are washed twice', 'Vans and old trailers are washed twice'],
    ['Staré vozy a návěsy se myjí dvakrát', 'Vozy a staré návěsy se myjí dvakrát'],
    ['Even closed ramps are swept', 'Closed ramps are even swept'],
    ['Drivers in Brno with vans get fuel', 'Drivers with vans in Brno get fuel'],
    ['Samples are for partners only', 'Samples are only for partners'],
    ['Crates without seals of hauliers wait', 'Crates of hauliers without seals wait'],
  ],
}

for (const [what, pairs] of Object.entries(altered)) {
  for (const [a, b] of pairs) {
    test(`${what} is no slip in a text that is otherwise the same: ${a} / ${b}`, () => {
      const [one, two] = [statementOf(a), statementOf(b)]
      assert.ok(contradicts(one, two) && contradicts(two, one))
    })
  }
}

const same = [
  ['A van waits at the ramp for a driver.', '* **The** van waits at a ramp for the driver'],
  ['Use `r` for returns of the yard', 'use r for returns of the yard.'],
  ['Weigh, then label; then ship', 'Weigh, then label, then ship'],
  ['The limit is 2 500 kg', 'The limit is 2500 kg'],
  ['A tour takes three days', 'A tour takes 3 days'],
  ['Do NOT stack crates of eggs', "Don't stack crates of eggs"],
  ['Please skip the header of the list', 'Ignore the header of the list'],
  ['Crates remain on the ramp until noon', 'Crates stay on the ramp till noon'],
  ['Never: stack crates of eggs', 'Never stack crates of eggs'],
  ['Zboží čeká jen na rampě', 'Zboží čeká pouze na rampě'],
  ['If the gate is shut, ring the bell', 'Ring the bell if the gate is shut'],
  ['The yard is full, so send vans home', 'The yard is full: send vans home'],
  ['Crates in hall two are washed first', 'In hall two crates are washed first'],
  ['Když je rampa plná, volej mistra', 'Volej mistra, když je rampa plná'],
] as const

for (const [a, b] of same) {
  test(`a copy may differ in what changes nothing: ${a} / ${b}`, () => {
    const [one, two] = [statementOf(a), statementOf(b)]
    assert.ok(!contradicts(one, two) && !contradicts(two, one))
  })
}
