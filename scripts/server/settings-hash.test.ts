import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { ServerLayout } from './server-layout.ts'
import { serverVariables } from './server-variables.ts'
import { settingsHash } from './settings-hash.ts'

let config: string
before(async () => {
  config = await mkdtemp(join(tmpdir(), 'settings-'))
  await mkdir(join(config, 'config'))
  await writeFile(join(config, 'common.env'), 'A=1\n')
  await writeFile(join(config, 'config/instance.yaml'), 'instance: { name: Acme }\n')
})
after(() => rm(config, { recursive: true }))

const hash = (planned: Parameters<typeof settingsHash>[1] = []) => settingsHash({ config }, planned)

test('the same files have the same value, and each file that is changed, added or emptied another', async () => {
  const values = [await hash()]
  assert.equal(await hash(), values[0])
  for (const [name, content] of [
    ['common.env', 'A=2\n'],
    ['webapp.env', 'A=2\n'],
    ['webapp.env', ''],
    ['config/instance.yaml', 'instance: { name: Other }\n'],
    ['config/more.yaml', ''],
  ] as const) {
    await writeFile(join(config, name), content)
    values.push(await hash())
  }
  assert.equal(new Set(values).size, values.length)
})

test('what is no setting starts nothing anew: notes beside, folders of the operator’s own, and links to them', async () => {
  const before = await hash()
  await writeFile(join(config, 'README'), 'notes')
  await mkdir(join(config, 'config/certificates'))
  await writeFile(join(config, 'config/certificates/ca.pem'), 'x')
  await mkdir(join(config, 'old.env'))
  await symlink(join(config, 'config/certificates'), join(config, 'config/linked'))
  await symlink(join(config, 'nowhere'), join(config, 'lost.env'))
  assert.equal(await hash(), before)
  const variables = await serverVariables({ config } as ServerLayout)
  assert.deepEqual(Object.keys(variables), ['A'])
})

test('a file that is planned counts as if it were there, and one that is there counts as it is', async () => {
  const path = join(config, 'planned.env')
  const planned = await hash([{ path, content: 'B=1\n' }])
  assert.notEqual(planned, await hash())
  await writeFile(path, 'B=1\n')
  assert.equal(await hash(), planned)
  assert.equal(await hash([{ path, content: 'B=2\n' }]), planned)
})
