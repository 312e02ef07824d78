import assert from 'node:assert/strict'
import { test } from 'node:test'
import { folders, readExamples } from '../../../tests/train/examples.ts'
import { fitWeights } from '../../../tests/train/fit-weights.ts'
import { weightsFile } from '../../../tests/train/weights-file.ts'
import { readWeights } from './tells-at.ts'

test('the weights are those that training makes of the examples: nobody has changed them by hand', () => {
  assert.ok(
    weightsFile(fitWeights(readExamples(folders.train))) === readWeights(),
    'run `npm run train:secrets`',
  )
})
