import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { generate } from '../deploy/generate.ts'
import { modelOf } from '../scripts/deploy-input/model-of.ts'
import { targetsOf } from '../scripts/deploy-input/targets-of.ts'
import { grownStack } from './peers/grown-stack.ts'

const root = join(import.meta.dirname, '..')

// What generating two hundred takes was measured no more once two services could not have one route.
test('a stack of two hundred services is generated for every way to run, each with files of its own', async () => {
  const targets = await targetsOf(root)
  assert.ok(targets.size >= 4)
  const model = grownStack(await modelOf(root), 200)
  assert.equal(new Set(model.services.map(({ id }) => id)).size, 200)
  for (const [name, target] of targets) {
    const files = generate(model, [target])
    assert.equal(new Set(files.map(({ path }) => path)).size, files.length, name)
    const text = files.map(({ path, content }) => path + content).join('\n')
    const carried = model.services.filter(({ container }) => !container)
    for (const { id } of carried) assert.ok(text.includes(id), `${name} has nothing of ${id}`)
  }
})
