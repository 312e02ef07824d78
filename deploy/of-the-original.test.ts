import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')

/** The committed files for everything that there is, by path. */
function filesOf(...patterns: readonly string[]): readonly { path: string; text: string }[] {
  const found = globSync([...patterns], { cwd: root }).sort()
  assert.ok(found.length > 0, `nothing is like ${patterns.join(', ')}`)
  return found.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

const units = filesOf('deploy/systemd/units/*.service')
const containers = filesOf('deploy/systemd/quadlet/*.container')
const fragments = filesOf('compose/*.yaml')
const all = filesOf(
  'deploy/systemd/{quadlet,units}/*.{container,network,volume,service,timer,conf}',
  'deploy/**/Caddyfile',
  'compose/*',
  'docker-compose.yml',
)

const valuesOf = (text: string, key: string) =>
  [...text.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value)

test('a placeholder that nobody replaces (of the original): what is filled in has a value of its own', () => {
  for (const { path, text } of filesOf('deploy/**/Caddyfile')) {
    const places = [...text.matchAll(/\{\$([^}]*)\}/g)].map(([, place]) => place)
    assert.deepEqual(places, ['SITE_ADDRESS::80'], path)
  }
  for (const { path, text } of fragments) {
    const places = [...text.matchAll(/(?<!\$)\$\{(\w+)(.?.?)/g)]
    for (const [whole, , sign = ''] of places) assert.match(sign, /^:[-+]$/, `${path}: ${whole}`)
  }
  for (const { path, text } of containers) {
    for (const place of valuesOf(text, 'PublishPort')
      .join(':')
      .matchAll(/\$\{(\w+)\}/g)) {
      assert.match(text, new RegExp(`^Environment=${place[1]}=.+$`, 'm'), `${path}: ${place[1]}`)
    }
  }
})

test('two files of variables, of which the portal read one (of the original): all units read the same', () => {
  for (const { path, text } of [...units, ...containers]) {
    const files = valuesOf(text, 'EnvironmentFile').map((file) => basename(file))
    const own = files.at(-1)
    // What has no network is told nothing that others are.
    const shared = /^PrivateNetwork=yes$/m.test(text) ? [] : ['common.env']
    assert.deepEqual(files, [...shared, own], path)
  }
  const portal = units.find(({ path }) => path.endsWith('/webapp.service'))?.text ?? ''
  assert.deepEqual(valuesOf(portal, 'EnvironmentFile'), [
    '-/etc/ai-data-analyst/common.env',
    '-/etc/ai-data-analyst/webapp.env',
  ])
})

test('comments behind values, for which systemd left the options out (of the original): there is none', () => {
  for (const { path, text } of all.filter((file) => !/Caddyfile|\.ya?ml$/.test(file.path))) {
    for (const line of text.split('\n')) assert.doesNotMatch(line, /^\w+=.*\s[#;]/, path)
  }
})

test('logs that nobody rotates (of the original): no unit and no container writes a file of its own', () => {
  for (const { path, text } of units) assert.doesNotMatch(text, /^Standard\w+=/m, path)
  for (const { path, text } of containers) {
    assert.match(valuesOf(text, 'LogDriver').join(), /^(journald|passthrough)$/, path)
  }
  for (const { path, text } of fragments)
    assert.match(text, /max-size: 10m\n\s+max-file: "3"/, path)
  for (const { path, text } of filesOf('deploy/**/Caddyfile')) {
    assert.doesNotMatch(text, /output file/, path)
  }
})

test('ports on all interfaces (of the original): only the door is published, and to this machine alone', () => {
  const hosts = units.flatMap(({ text }) =>
    valuesOf(text, 'Environment').filter((line) => line.startsWith('HOST=')),
  )
  assert.ok(hosts.length > 5)
  for (const host of hosts) assert.match(host, /^HOST=127\.77\./)
  for (const { path, text } of containers) {
    for (const port of valuesOf(text, 'PublishPort')) {
      assert.match(port, /^\$\{LISTEN_ADDRESS\}:/, path)
      assert.deepEqual(
        valuesOf(text, 'Environment').filter((line) => line.startsWith('LISTEN_')),
        ['LISTEN_ADDRESS=127.0.0.1'],
      )
    }
  }
  const ports = fragments.flatMap(({ text }) => [...text.matchAll(/^ +- (\S+:\d+)$/gm)])
  assert.ok(ports.length > 0)
  for (const [, port = ''] of ports) assert.match(port, /^\$\{LISTEN_ADDRESS:-127\.0\.0\.1\}:/)
})

test('a push to main was root (of the original): nothing runs as root, changes its user, or writes what others run', () => {
  for (const { path, text } of units) {
    assert.match(valuesOf(text, 'User').join(), /^ada-[a-z-]+$/, path)
    for (const place of [...valuesOf(text, 'ReadWritePaths'), ...valuesOf(text, 'BindPaths')]) {
      assert.match(place, /^\/(var\/lib|run)\/ai-data-analyst\//, path)
    }
  }
  for (const { path, text } of containers) {
    assert.match(valuesOf(text, 'User').join(), /^[1-9]\d*$/, path)
    assert.deepEqual(valuesOf(text, 'ReadOnly'), ['true'], path)
  }
  for (const { path, text } of fragments) assert.match(text, /^ {4}user: "?[1-9]\d*:\d+"?$/m, path)
  for (const { path, text } of units) assert.doesNotMatch(text, /^Exec\w*=.*\bsu(do)?\b/m, path)
})

test('accounts that somebody could use (of the original): those of services have no shell and no home', () => {
  const [users] = filesOf('deploy/systemd/units/*.sysusers.conf')
  const lines = (users?.text ?? '').split('\n').filter((line) => line.startsWith('u '))
  assert.ok(lines.length > 5)
  // sysusers.d(5): where neither is named, the home is / and the shell is nologin.
  for (const line of lines) assert.match(line, /^u ada-[a-z-]+ - "[^"]+"$/)
})

test('rights that each deploy set anew below whole folders (of the original): a folder gets its own, and no more', () => {
  const [folders] = filesOf('deploy/systemd/units/*.tmpfiles.conf')
  const lines = (folders?.text ?? '').split('\n').filter((line) => /^\w/.test(line))
  assert.ok(lines.length > 5)
  // tmpfiles.d(5): z and Z, a and A would change what is there already.
  for (const line of lines) assert.match(line, /^d \S+ (0700|0750|0755|2770) \S+ \S+$/)
})
