import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { bubblewrap } from './bubblewrap.ts'
import { landlock } from './landlock.ts'
import type { ScriptUser, Wall } from './wall.ts'

let root: string
let paths: { readonly scratch: string; readonly object: string; readonly programs: string }
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'wall-'))
  paths = {
    scratch: join(root, 'runs/run-1'),
    object: join(root, 'objects/it’s one: 1'),
    programs: join(root, 'inside'),
  }
  for (const folder of [paths.scratch, join(root, 'objects'), paths.programs])
    await mkdir(folder, { recursive: true })
  await writeFile(paths.object, '')
})
after(() => rm(root, { recursive: true }))

const script: ScriptUser = { uid: 65_533, gid: 65_533 }

function commandOf(wall: Wall, user: ScriptUser | undefined): readonly string[] {
  const { scratch, object, programs } = paths
  const gone = join(root, 'objects/gone')
  return wall.command({ scratch, files: [object, gone], programs: [programs], filter: '/f', user })
}

/** What a run may do where, by the rules in front of it. */
function rulesOf(wall: Wall, user: ScriptUser | undefined): ReadonlyMap<string, string> {
  const command = commandOf(wall, user)
  const rules = new Map<string, string>()
  for (const [place, word] of command.entries()) {
    const [next = '', after = ''] = command.slice(place + 1)
    const [, accesses, path = ''] = /^path-beneath:([^:]*):(.*)$/s.exec(next) ?? []
    if (word === '--landlock-rule') rules.set(path, accesses ?? '')
    if (/^--(?:ro-|dev-)?bind$/.test(word)) {
      assert.equal(next, after, 'everything lies behind the wall where it lies before it')
      rules.set(next, word)
    }
  }
  return rules
}

const writes = /write-file|make-|remove-|^--bind$|^--dev-bind$/
const devices = ['/dev/null', '/dev/random', '/dev/urandom', '/dev/zero']

for (const wall of [bubblewrap, landlock])
  for (const user of [undefined, script]) {
    const who = user ? 'from root' : 'from an ordinary account'
    test(`${wall.name}, ${who}: the run’s own folder and devices that keep nothing can be written to`, () => {
      const written = [...rulesOf(wall, user)].flatMap(([path, how]) =>
        writes.test(how) ? [path] : [],
      )
      assert.deepEqual(written.toSorted(), [...devices, paths.scratch].toSorted())
    })

    test(`${wall.name}, ${who}: what the owner may read is readable, and no more of this machine’s files`, () => {
      const rules = rulesOf(wall, user)
      for (const path of [paths.object, paths.programs]) assert.ok(rules.has(path), path)
      assert.equal(
        rules.has(join(root, 'objects/gone')),
        false,
        'what is gone would stop every run',
      )
      const ours = [...rules.keys()].filter(
        (path) => !/^\/(?:usr|lib|lib64|bin|etc|dev)(?:\/|$)/.test(path),
      )
      assert.deepEqual(ours.toSorted(), Object.values(paths).toSorted())
      for (const path of [
        '/',
        '/etc',
        '/proc',
        '/tmp',
        '/root',
        '/home',
        root,
        join(root, 'objects'),
        '/etc/passwd',
      ])
        assert.equal(rules.has(path), false, path)
    })

    test(`${wall.name}, ${who}: what runs behind it is filtered, limited, ended first, and never root`, () => {
      const command = commandOf(wall, user)
      assert.equal(command.at(-1), '--', 'the program stands right behind it')
      for (const limit of ['--as=', '--cpu=', '--fsize=', '--nofile=', '--nproc=', '--core=0'])
        assert.ok(
          command.some((word) => word.startsWith(limit)),
          limit,
        )
      assert.deepEqual(command.slice(command.indexOf('choom'), command.indexOf('choom') + 3), [
        'choom',
        '-n',
        '1000',
      ])
      assert.ok(command.includes('/f'), 'the filter')
      const dropped = [
        '--reuid=65533',
        '--regid=65533',
        '--clear-groups',
        '--bounding-set=-all',
        '--inh-caps=-all',
      ]
      for (const word of dropped) assert.equal(command.includes(word), user !== undefined, word)
    })
  }

test('a run behind bubblewrap shares no namespace of this machine, and none can be made behind it', () => {
  const ordinary = commandOf(bubblewrap, undefined)
  for (const word of ['ipc', 'pid', 'net', 'uts', 'user'])
    assert.ok(ordinary.includes(`--unshare-${word}`), word)
  for (const word of ['--disable-userns', '--remount-ro']) assert.ok(ordinary.includes(word))
  assert.equal(ordinary.includes('/proc'), false)
  const byRoot = commandOf(bubblewrap, script)
  for (const word of ['ipc', 'pid', 'net', 'uts'])
    assert.ok(byRoot.includes(`--unshare-${word}`), word)
  const added = byRoot.flatMap((word, place) => (word === '--cap-add' ? [byRoot[place + 1]] : []))
  assert.deepEqual(added, ['CAP_SETUID', 'CAP_SETGID', 'CAP_SETPCAP'], 'what leaving root takes')
  assert.ok(byRoot.indexOf('--cap-drop') < byRoot.indexOf('--cap-add'))
})

test('folders above what a run of root sees are made open before anything is put into them', () => {
  const command = commandOf(bubblewrap, script)
  const firstBind = command.indexOf('--ro-bind')
  for (let folder = join(paths.scratch, '..'); folder !== '/'; folder = join(folder, '..')) {
    const place = command.findIndex((word, n) => word === '--dir' && command[n + 1] === folder)
    assert.deepEqual(command.slice(place - 2, place), ['--perms', '0755'], folder)
    assert.ok(place < firstBind)
  }
})

test('a command of as many files as a wall takes is one that the system takes', () => {
  for (const wall of [bubblewrap, landlock]) {
    const files = Array.from({ length: wall.maxFiles }, () => paths.object)
    const command = wall.command({
      scratch: paths.scratch,
      files,
      programs: [],
      filter: '/f',
      user: script,
    })
    // Of a path as long as those of objects are; Linux takes 128 KiB a word and 2 MiB in all (execve(2)).
    assert.ok(command.every((word) => word.length < 128 * 1024))
    if (wall === bubblewrap) assert.ok(command.length < 9000, `${command.length} words`)
  }
})
