import assert from 'node:assert/strict'
import { after, afterEach, before, test, type TestContext } from 'node:test'
import { READABLE_SECRETS } from './readable-secrets.ts'
import { startServerMachine } from './server-qemu.ts'
import { serverCheckout } from './server-checkout.ts'
import { serverImages } from './server-images.ts'
import type { ServerKind } from './server-kind.ts'
import { inNamespaces, whyNoServerMachine, type ServerMachine } from './server-machine.ts'
import { startServerNamespaces } from './server-namespaces.ts'
import { serverReport } from './server-report.ts'

const [FIRST, GOOD, BROKEN] = ['9.0.0', '9.1.0', '9.2.0'] as const
const NODE = `/srv/${FIRST}/node_modules/node/bin/node`
const BREAK = `sed -i "1i throw new Error('broken')" webapp/main.ts`
/** Emulated, a part may take longer to answer the portal than a real one ever should. */
const PATIENCE = inNamespaces
  ? 'true'
  : `sed -i 's/timeoutMs = 2000/timeoutMs = 60_000/' webapp/stack-health.ts`

/** What everybody asks for all the time: the portal, its health, a download, and what goes to a service itself. */
const PATHS = '/health /login /analyst.mjs /sync/v1/manifest'

/** How long each of them rests: an emulated machine gets as much load for what it is. */
const PAUSE_MS = inNamespaces ? 100 : 2000

/** What a shell makes of SIGTRAP, by which V8 ends on a fatal error of its own. */
const CRASHED = 128 + 5

const [ARCHIVE, KEPT] = ['/srv/images.tar', '/srv/kept']

/** What an operator does with a server, from its installation to its end, each step on what the one before left. */
export function serverLife(kind: ServerKind): void {
  const skip = whyNoServerMachine()
  const options = { skip }
  const { timed, note, write } = serverReport(kind.name)
  const images = kind.images ? ` --images ${ARCHIVE}` : ''
  const install = `install ${kind.install}${images} --public-url http://server.example`
  let server: ServerMachine

  before(async () => {
    if (skip) return
    await using opened = new AsyncDisposableStack()
    const checkout = opened.use(await serverCheckout())
    const copies = [{ from: checkout.path, to: `srv/${FIRST}` }]
    if (kind.images) {
      const archive = await timed('images of three versions', () =>
        serverImages([
          { version: FIRST, portal: PATIENCE },
          { version: GOOD, portal: PATIENCE },
          { version: BROKEN, portal: `${PATIENCE} && ${BREAK}` },
        ]),
      )
      copies.push({ from: opened.use(archive).path, to: ARCHIVE.slice(1) })
    }
    server = await timed('boot', () =>
      inNamespaces ? startServerNamespaces(copies) : startServerMachine(copies),
    )
    // Nothing is said here about how long a start or an answer may take: emulated, they take minutes.
    const longer =
      's/start: 90/start: 900/; s/interval: 5, timeout: 5/interval: 10, timeout: 60/; s/interval: 20, timeout: 20/interval: 300, timeout: 120/'
    const patient = `cd /srv/${FIRST} && sed -i '${longer}' deploy/health-timing.ts && ${PATIENCE}`
    await server.must(
      `for of in system user; do mkdir -p /etc/systemd/$of/service.d
         printf '[Service]\\nTimeoutStartSec=20min\\n' > /etc/systemd/$of/service.d/patience.conf
       done; systemctl daemon-reload; mkdir -m 777 ${KEPT}; chmod 755 /srv/${FIRST}; chmod -f 644 ${ARCHIVE}
       sed -i 's/"version": "[^"]*"/"version": "${FIRST}"/' /srv/${FIRST}/package.json
       ${inNamespaces ? 'true' : patient}; ${kind.before}`,
    )
    const off = (process.env['SERVER_OFF'] ?? '').split(/[\s,]+/).filter(Boolean)
    if (off.length > 0) await switchOff(off)
  })

  after(async () => {
    if (skip) return
    await write()
    await server[Symbol.asyncDispose]()
  })

  // What a step did may have ended well, and what was to come of it not.
  afterEach((t) => {
    const { name, passed } = t as TestContext & { readonly passed: boolean }
    if (!skip && !passed) note(`not so: ${name.replace(`${kind.name}: `, '')}`, 'FAILED')
  })

  async function switchOff(ids: readonly string[]): Promise<void> {
    const services = ids.map((id) => `  ${id}: { enabled: false }\n`).join('')
    const text = `instance: { name: Server }\nservices:\n${services}`
    await server.must(`cat > /srv/${FIRST}/config/instance.yaml <<'END'\n${text}END`)
    note(`switched off: ${ids.join(', ')}`, 'as asked')
  }

  /** `stack` of a version's checkout, as the operator types it. */
  function words(args: string, version: string = FIRST): string {
    return `cd /srv/${version} && ${NODE} scripts/stack.ts ${args}`
  }

  /** Runs `stack`, once more where Node itself crashed, as it now and then does while it is emulated. */
  async function stack(args: string, version?: string): Promise<string> {
    const script = words(args, version)
    const { code, out, err } = await server.sh(script, kind.user)
    if (code === 0) return out
    if (code !== CRASHED) throw new Error(`${script}\nended with ${code}:\n${out}${err}`)
    note(`Node crashed in stack ${args.split(' ')[0]}`, 'run again')
    return server.must(script, kind.user)
  }

  /** A checkout of another version on the server, with one change; its files are shared with the first. */
  const checkOut = (version: string, change: string) =>
    server.must(
      `cp -al /srv/${FIRST} /srv/${version} && cd /srv/${version} &&
       sed -i 's/"version": "[^"]*"/"version": "${version}"/' package.json && ${change}`,
    )

  /** Runs `stack` while people ask without a pause: its code, what it said, and that none of them was failed. */
  async function underLoad(what: string, args: string, version?: string) {
    const { out, err } = await timed(what, () =>
      server.sh(
        `LOAD_PAUSE_MS=${PAUSE_MS} ${NODE} /srv/${FIRST}/tests/peers/request-load.ts ${kind.portal} ${PATHS} > ${KEPT}/load & load=$!
         sleep 3; (${words(args, version)}) > ${KEPT}/said 2>&1; echo $?
         sleep 3; kill $load; wait $load; cat ${KEPT}/load ${KEPT}/said; rm ${KEPT}/load ${KEPT}/said`,
        kind.user,
      ),
    )
    const [code = '', load = '', ...said] = out.split('\n')
    assert.match(load, /^\{/, `${out}${err}`)
    const { requests, failed, slowestMs, answers } = JSON.parse(load) as {
      requests: number
      failed: number
      slowestMs: number
      answers: object
    }
    note(`… of ${requests} requests meanwhile`, `${failed} failed`, `slowest ${slowestMs} ms`)
    assert.ok(requests > 20, `only ${requests} requests`)
    if (failed > 0) {
      const why = await server.sh(`journalctl --output=cat --grep='a part has failed' | tail -n 5`)
      assert.fail(`${JSON.stringify(answers)}\n${why.out}`)
    }
    return { code: Number(code), said: said.join('\n') }
  }

  async function versionNow(): Promise<string> {
    return (JSON.parse(await stack('status --format json')) as { version: string }).version
  }

  const untilWell = () =>
    server.must(
      `for i in $(seq 450); do curl --silent --fail --max-time 10 ${kind.portal}/health >/dev/null && (${words('status')}) && exit 0; sleep 2; done; exit 1`,
      kind.user,
    )

  test(
    `${kind.name}: stack install makes all run, and a second one has nothing to do`,
    options,
    async () => {
      await timed('install', () => stack(install))
      const again = JSON.parse(await stack(`${install} --dry-run --format json`)) as {
        steps: unknown[]
      }
      assert.deepEqual(again.steps, [])
      if (kind.images) {
        const readable = await server.must(
          `podman exec webapp sh -c '${READABLE_SECRETS}'`,
          kind.user,
        )
        assert.match(readable, /^csrf$/m)
        assert.doesNotMatch(readable, /sync-signing-key|dispatch-token/)
      }
      await timed('status', () => stack('status'))
    },
  )

  test(`${kind.name}: the portal answers through Caddy`, options, async () => {
    const get = `curl --silent --show-error --max-time 60 ${kind.portal}`
    assert.match(await server.must(`${get}/health`), /"status":"(ok|degraded)"/)
    assert.match(await server.must(`${get}/login`), /<!doctype html>/)
  })

  test(`${kind.name}: a timer has its job do its work`, options, async () => {
    const query = "select status from core.job where name like '%memory%'"
    await timed('a job by its timer', () =>
      server.must(
        `mkdir -p ${kind.passingUnits}/corporate-memory.timer.d
         printf '[Timer]\\nOnActiveSec=1\\n' > ${kind.passingUnits}/corporate-memory.timer.d/now.conf
         ${kind.systemctl} daemon-reload && ${kind.systemctl} restart corporate-memory.timer
         for i in $(seq 600); do ${kind.psql} "${query}" | grep -qx ok && exit 0; sleep 1; done; exit 1`,
        kind.user,
      ),
    )
  })

  test(
    `${kind.name}: a good version takes the place of the old one, and no request fails`,
    options,
    async () => {
      // It has another route too, which the edge learns while it serves.
      const path = `s#{ path: '/api/notifications', auth: 'token' }#&, { path: '/api/notices', auth: 'token' }#`
      await checkOut(GOOD, `sed -i "${path}" services/notifications/service.ts`)
      const { code, said } = await underLoad('upgrade', `upgrade${images}`, GOOD)
      assert.equal(code, 0, said)
      assert.match(said, /^reload (edge|caddy)\.service$/m)
      assert.equal(await versionNow(), GOOD)
    },
  )

  test(
    `${kind.name}: a broken version changes nothing, and no request fails`,
    options,
    async () => {
      const before = await versionNow()
      await checkOut(BROKEN, BREAK)
      const { code, said } = await underLoad(
        'upgrade to a broken version',
        `upgrade${images}`,
        BROKEN,
      )
      assert.equal(code, 1, said)
      assert.match(said, /webapp-next\.service did not become well/)
      assert.equal(await versionNow(), before)
    },
  )

  test(`${kind.name}: the way back fails no request either`, options, async () => {
    const { code, said } = await underLoad('rollback', 'rollback')
    assert.equal(code, 0, said)
    assert.equal(await versionNow(), FIRST)
  })

  test(`${kind.name}: after a restart of the machine all is back`, options, async () => {
    await timed('reboot', async () => {
      await server.reboot()
      await untilWell()
    })
  })

  test(
    `${kind.name}: rows and files of a backup are there again after everything was lost`,
    options,
    async () => {
      await stack('user add ana@example.com --name Ana --admin')
      const home = `${kind.store('homes')}/ana`
      await server.must(
        `mkdir ${home} && echo 'Only here.' > ${home}/notes.md && chown -R --reference=${kind.store('homes')} ${home}`,
      )
      const before = await content()
      assert.match(before.files, /homes\/ana\/notes\.md/)
      await timed('backup', () => stack(`backup --out ${KEPT}/server.age`))
      await stack(`backup key > ${KEPT}/key`)
      await timed('uninstall and wipe', async () => {
        await stack('uninstall --yes')
        await server.must(kind.wipe)
      })
      await timed('install on the empty server', () => stack(install))
      const restored = await timed('restore', () =>
        stack(`restore ${KEPT}/server.age --key-file ${KEPT}/key --format json`),
      )
      const { tables } = (JSON.parse(restored) as { restored: { tables: Table[] } }).restored
      note(
        `… of ${tables.length} tables`,
        `${tables.reduce((sum, { restored }) => sum + restored, 0)} rows`,
      )
      assert.deepEqual(
        tables.filter((table) => table.recorded !== table.restored),
        [],
      )
      await untilWell()
      const now = await content()
      assert.deepEqual(now.people, before.people)
      const there = new Set(now.files.split('\n'))
      assert.deepEqual(
        before.files.split('\n').filter((file) => !there.has(file)),
        [],
      )
    },
  )

  /** People as the operator sees them, and every object and home by its hash. */
  async function content(): Promise<{ people: unknown; files: string }> {
    const people = JSON.parse(await stack('user list --format json')) as unknown
    const folders = ['data', 'homes'].map(
      (name) =>
        `(cd ${kind.store(name)} && find . -type f | sort | xargs -d '\\n' -r sha256sum | sed 's# \\./# ${name}/#')`,
    )
    return { people, files: await server.must(folders.join('; ')) }
  }

  test(`${kind.name}: uninstall leaves the data and no unit`, options, async () => {
    await timed('uninstall', () => stack('uninstall --yes'))
    const { code } = await server.sh(`${kind.systemctl} cat webapp.service`, kind.user)
    assert.notEqual(code, 0)
    assert.match(await server.must(`ls ${kind.store('secrets')}`), /postgres-password/)
  })
}

interface Table {
  readonly name: string
  readonly recorded: number
  readonly restored: number
}
