import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import type { GeneratedFile } from '../../deploy/generated-file.ts'
import quadlet from '../../deploy/targets/quadlet/target.ts'
import { assignment, commandWord, unitText, type Line } from '../../deploy/unit-file.ts'
import { foreignStack } from '../peers/changed-stack.ts'
import {
  startDebianServer,
  whyNoDebianServer as skip,
  type DebianServer,
} from '../peers/debian-server.ts'
import { exampleStack } from '../peers/example-stack.ts'
import { oddTexts } from '../peers/odd-texts.ts'

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
  return written(quadlet.generate(exampleStack, { rootless: true }))
}

/** A folder with these files, as a server has them. */
async function written(files: readonly GeneratedFile[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'units-'))
  after(() => rm(folder, { recursive: true }))
  for (const { path, content } of files) {
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

/** Asks systemd itself what it would run: a unit's environment and command, out of the dump of its test mode. */
async function readBack(folder: string, unit: string) {
  const { said } = await server.sh(
    `chmod -R a+rX ${folder} && printf '[Unit]\\nRequires=${unit}\\n' > ${folder}/all.target &&
     runuser -u nobody -- env XDG_RUNTIME_DIR=/tmp SYSTEMD_UNIT_PATH=${folder}: \
       /usr/lib/systemd/systemd --test --system --unit=all.target --no-pager 2>/dev/null`,
  )
  const own = said.split('→ Unit ').find((text) => text.startsWith(`${unit}:`)) ?? ''
  const environment = [...own.matchAll(/^\t\tEnvironment: ([\s\S]*?)(?=\n\t\t\w)/gm)]
  return { own, environment: environment.map(([, text = '']) => text) }
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
}

/** The words of a command as systemd shows it, with two dollars for each one that the program gets. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, plain = '']) => {
    const text = (quoted ?? plain).replaceAll(
      /\\(?:x([\da-f]{2})|([0-7]{3})|(.))/g,
      (_whole, hex: string | undefined, octal: string | undefined, sign: string) => {
        const code = hex === undefined ? parseInt(octal ?? '', 8) : parseInt(hex, 16)
        return Number.isNaN(code) ? (ESCAPES[sign] ?? sign) : String.fromCharCode(code)
      },
    )
    return text.replaceAll('$$', '$')
  })
}

const fixed = Object.fromEntries(oddTexts.map((text, at) => [`T${at}`, text]))

test(
  'whatever a fixed variable has in it arrives in podman’s arguments as it was written',
  { skip },
  async () => {
    const model = foreignStack('bot', { env: fixed, command: ['show', ...oddTexts] })
    const folder = await written(quadlet.generate(model))
    await server.copy(folder, '/odd')
    const { code, said } = await server.sh(
      `mkdir /odd-out && QUADLET_UNIT_DIRS=/odd ${generator} /odd-out /odd-out /odd-out 2>&1`,
    )
    assert.equal(code, 0, said)
    const { own } = await readBack('/odd-out', 'bot.service')
    const line = /Command Line: (\/usr\/bin\/podman run .*)$/m.exec(own)?.[1] ?? own
    const words = wordsOf(line)
    for (const [at, text] of oddTexts.entries()) {
      assert.ok(words.includes(`T${at}=${text}`), `${JSON.stringify(text)} in ${line}`)
    }
    assert.deepEqual(words.slice(words.indexOf('show') + 1), [...oddTexts])
  },
)

test('what systemd itself passes to a program is what was written', { skip }, async () => {
  const text = unitText('x.service', {
    Service: [
      ...Object.entries(fixed).map(([name, value]): Line => [
        'Environment',
        assignment(name, value),
      ]),
      ['ExecStart', ['/bin/echo', ...oddTexts, '', ';'].map(commandWord).join(' ')],
    ],
  })
  const folder = await written([{ path: 'x.service', content: text }])
  await server.copy(folder, '/words')
  const { own, environment } = await readBack('/words', 'x.service')
  for (const [at, value] of oddTexts.entries()) {
    assert.ok(environment.includes(`T${at}=${value}`), `${JSON.stringify(value)} in ${own}`)
  }
  const line = /Command Line: (\/bin\/echo .*)$/m.exec(own)?.[1] ?? own
  assert.deepEqual(wordsOf(line), ['/bin/echo', ...oddTexts, '', ';'])
})
