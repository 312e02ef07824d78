import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folders, readExamples } from '../../../tests/train/examples.ts'
import { fitWeights } from '../../../tests/train/fit-weights.ts'
import { weightsFile } from '../../../tests/train/weights-file.ts'

test('the weights are those that training makes of the examples: nobody has changed them by hand', () => {
  const kept = readFileSync(join(import.meta.dirname, 'weights.json'), 'utf8')
  assert.ok(
    weightsFile(fitWeights(readExamples(folders.train))) === kept,
    'run `npm run train:secrets`',
  )
})
