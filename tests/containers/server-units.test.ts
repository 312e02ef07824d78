import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import quadlet from '../../deploy/targets/quadlet/target.ts'
import {
  startDebianServer,
  whyNoDebianServer as skip,
  type DebianServer,
} from '../peers/debian-server.ts'
import { exampleStack } from '../peers/example-stack.ts'

const root = join(import.meta.dirname, '../..')
const units = globSync('deploy/systemd/units/*.service', { cwd: root }).map((path) =>
  basename(path),
)
const containers = globSync('deploy/systemd/quadlet/*.container', { cwd: root }).map((path) =>
  basename(path, '.container'),
)
const generator = '/usr/lib/systemd/system-generators/podman-system-generator'

let server: DebianServer

before(async () => {
  if (skip) return
  server = await startDebianServer()
  await server.copy(join(root, 'deploy/systemd'), '/made')
  await server.copy(await exampleQuadlets(), '/example')
})
after(async () => {
  if (!skip) await server[Symbol.asyncDispose]()
})

/** A folder of quadlets in which every kind of manifest occurs; rootless, so that both kinds are read. */
async function exampleQuadlets(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'quadlet-'))
  after(() => rm(folder, { recursive: true }))
  for (const { path, content } of quadlet.generate(exampleStack, { rootless: true })) {
    const file = join(folder, basename(path))
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
  }
  return folder
}

test(
  'podman’s own generator takes every quadlet and makes a service of each',
  { skip },
  async () => {
    assert.ok(containers.length >= 5, `only ${containers.length} containers`)
    const { code, said } = await server.sh(`QUADLET_UNIT_DIRS=/made/quadlet ${generator} --dryrun`)
    assert.equal(code, 0, said)
    for (const name of containers) assert.match(said, new RegExp(`^---${name}\\.service---$`, 'm'))
    assert.doesNotMatch(said, /^quadlet-generator.*(unsupported|warning|error)/im)
  },
)

test('and those of a user, with every kind of manifest', { skip }, async () => {
  const { code, said } = await server.sh(`QUADLET_UNIT_DIRS=/example ${generator} --user --dryrun`)
  assert.equal(code, 0, said)
  assert.match(said, /^---corporate-memory-pages\.service---$/m)
})

test(
  'a quadlet with a key that this podman does not know is no service: the check sees it',
  { skip },
  async () => {
    const { code, said } = await server.sh(
      `cp -r /made/quadlet /broken && echo 'Memory=1g' > /tmp/m && sed -i '/^\\[Container\\]/r /tmp/m' /broken/webapp.container && QUADLET_UNIT_DIRS=/broken ${generator} --dryrun`,
    )
    assert.equal(code, 1)
    assert.match(said, /unsupported key 'Memory'/)
  },
)

test('what the quadlets become, and the timers, is good to systemd', { skip }, async () => {
  const { code, said } = await server.sh(
    `mkdir -p /q && QUADLET_UNIT_DIRS=/made/quadlet ${generator} /q /q /q && cp /made/quadlet/*.timer /q/ &&
     SYSTEMD_UNIT_PATH=/q: systemd-analyze verify --recursive-errors=yes /q/*.service /q/*.timer`,
  )
  assert.equal(code, 0, said)
  assert.doesNotMatch(said, /\/q\//)
})

test('users and folders are made, twice without complaint', { skip }, async () => {
  const make = 'systemd-sysusers ./*.sysusers.conf && systemd-tmpfiles --create ./*.tmpfiles.conf'
  const { code, said } = await server.sh(`cd /made/units && ${make} && ${make}`)
  assert.equal(code, 0, said)
  const { said: rights } = await server.sh('stat -c "%U %a" /var/lib/ai-data-analyst/secrets')
  assert.equal(rights, 'ada-secrets 700\n')
})

test('the plain units are good to systemd, with no key left out', { skip }, async () => {
  const { code, said } = await server.sh(
    `mkdir -p /opt/ai-data-analyst/node/bin /opt/ai-data-analyst/current && cp /bin/true /opt/ai-data-analyst/node/bin/node &&
     cd /made/units && SYSTEMD_UNIT_PATH=/made/units: systemd-analyze verify --recursive-errors=yes ./*.service ./*.timer`,
  )
  assert.equal(code, 0, said)
  assert.doesNotMatch(said, /\/made\/units|Unknown|Failed/)
})

test(
  'every plain unit is exposed by 1.5 at most, and one without a network by 0.5',
  { skip },
  async () => {
    assert.ok(units.length >= 5, `only ${units.length} units`)
    for (const unit of units) {
      const path = `/made/units/${unit}`
      const limit = (await server.sh(`grep -q PrivateNetwork=yes ${path}`)).code === 0 ? 5 : 15
      const check = `systemd-analyze security --offline=yes --no-pager --threshold=${limit} ${path}`
      const { code, said } = await server.sh(check)
      assert.equal(code, 0, `${unit}: ${said.split('\n').at(-2)}`)
    }
  },
)
