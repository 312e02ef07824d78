import assert from 'node:assert/strict'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { prepareCompose } from '../peers/compose.ts'
import { runScript, temporaryFolder } from '../peers/stack.ts'
import { copyTree } from '../peers/tree-copy.ts'

// The original had no backup at all.
test('a backup of containers that run is proved, and puts back what was there, files of every owner too', async () => {
  await using folder = await temporaryFolder()
  await using tree = await copyTree()
  const instance = join(tree.path, 'config/instance.yaml')
  const name = 'instance: { name: Acme }\n'
  await writeFile(instance, name)
  await using stack = await prepareCompose({ tree: tree.path })
  const { compose, project } = stack
  await compose('build', 'secrets', 'webapp')
  await compose('up', '--no-build', '--wait', '--detach', 'postgres', 'webapp')
  const inPortal = (...args: string[]) =>
    compose('exec', '-T', 'webapp', 'node', 'scripts/stack.ts', ...args)
  const inHomes = (...args: string[]) =>
    compose(
      ...['run', '--rm', '--no-deps', '-T', '--user', '0:0', '--cap-add', 'DAC_OVERRIDE'],
      ...[
        '--cap-add',
        'CHOWN',
        '--volume',
        `${project}_homes:/there`,
        'webapp',
        'sh',
        '-c',
        ...args,
      ],
    )
  const stackHere = async (verb: string, ...args: string[]) => {
    const env = { ...stack.env, COMPOSE_PROJECT_NAME: project, BACKUP_DIR: folder.path }
    const words = [verb, ...args, '--target', 'compose']
    const { code, out, err } = await runScript('stack', words, env, tree.path)
    assert.equal(code, 0, err)
    return out
  }
  await inPortal('user', 'add', 'ann@acme.com', '--admin')
  await inHomes('echo mine > /there/note && chmod 600 /there/note && chown 1234:1234 /there/note')

  const { file } = JSON.parse(await stackHere('backup', '--format', 'json')) as { file: string }
  assert.deepEqual(
    (await readdir(folder.path)).map((name) => join(folder.path, name)),
    [file],
  )
  assert.match(await stackHere('doctor', 'backup'), /✓ backup: the newest is 0 hours old/)
  assert.match(await stackHere('restore', file, '--verify'), /^core\.person +1 +1$/m)

  await inPortal('user', 'add', 'bob@acme.com')
  await inHomes('echo other > /there/note')
  await rm(instance)
  await stackHere('restore', file, '--replace', '--yes')
  assert.doesNotMatch(await inPortal('user', 'list'), /bob/)
  assert.equal(
    await inHomes('cat /there/note; stat -c "%u:%g %a" /there/note'),
    'mine\n1234:1234 600\n',
  )
  assert.equal(await readFile(instance, 'utf8'), name)
})
