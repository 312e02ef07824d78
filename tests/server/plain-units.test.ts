import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { serverCheckout } from '../peers/server-checkout.ts'
import {
  inNamespaces,
  startServerMachine,
  whyNoServerMachine,
  type ServerMachine,
} from '../peers/server-machine.ts'
import { startServerNamespaces } from '../peers/server-namespaces.ts'

const skip = whyNoServerMachine()
const NODE = '/root/stack/node_modules/node/bin/node'
const stack = (args: string, folder = '/root/stack') =>
  `cd ${folder} && ${NODE} scripts/stack.ts ${args}`

/** What everybody asks for all the time: the portal, its health, a download, and what goes to a service itself. */
const PATHS = '/health /login /analyst.mjs /sync/v1/manifest'

let server: ServerMachine
const rows: string[] = []

before(async () => {
  if (skip) return
  await using checkout = await serverCheckout()
  const copies = [{ from: checkout.path, to: 'root/stack' }]
  server = await timed('boot', () =>
    inNamespaces ? startServerNamespaces(copies) : startServerMachine(copies),
  )
  // Nothing is said here about how long a start may take: an emulated one takes minutes.
  await server.must(
    `mkdir -p /etc/systemd/system/service.d /etc/ai-data-analyst/config
     printf '[Service]\\nTimeoutStartSec=20min\\n' > /etc/systemd/system/service.d/patience.conf
     systemctl daemon-reload; systemctl start caddy postgresql`,
  )
  const off = (process.env['SERVER_OFF'] ?? '').split(' ').filter(Boolean)
  if (off.length > 0) await switchOff(off)
})

after(async () => {
  if (skip) return
  await writeFile(join(import.meta.dirname, '../../docs/server-test.md'), report())
  await server[Symbol.asyncDispose]()
})

async function switchOff(ids: readonly string[]): Promise<void> {
  const services = ids.map((id) => `  ${id}: { enabled: false }\n`).join('')
  const text = `instance: { name: Server }\nservices:\n${services}`
  await server.must(`cat > /etc/ai-data-analyst/config/instance.yaml <<'END'\n${text}END`)
  rows.push(`| switched off: ${ids.join(', ')} | as asked | |`)
}

async function timed<T>(what: string, run: () => Promise<T>): Promise<T> {
  const began = performance.now()
  try {
    const result = await run()
    rows.push(`| ${what} | well | ${Math.round((performance.now() - began) / 1000)} s |`)
    return result
  } catch (error) {
    rows.push(`| ${what} | FAILED | ${Math.round((performance.now() - began) / 1000)} s |`)
    throw error
  }
}

function report(): string {
  const machine = inNamespaces
    ? 'Debian 13’s systemd as the first process of namespaces, on the kernel of the machine that tests'
    : 'Debian 13 in QEMU, emulated: a real host takes a tenth to a thirtieth of the time'
  return `<!-- Written by \`npm run test:server\`. Do not edit. -->

# A server's life, as last run

${machine}. Others worked on the testing machine at the same time: the times compare nothing.

| Step | Result | Time |
| ---- | ------ | ---- |
${rows.join('\n')}
`
}

/** A checkout of another version on the server, with one change; its files are shared with the first. */
async function version(name: string, change = 'true'): Promise<string> {
  const folder = `/root/${name}`
  await server.must(
    `cp -al /root/stack ${folder} && cd ${folder} && sed -i 's/"version": "[^"]*"/"version": "${name}"/' package.json && ${change}`,
  )
  return folder
}

/** Runs a command while people ask without a pause: its code, what it said, and that none of them was failed. */
async function underLoad(what: string, command: string): Promise<{ code: number; said: string }> {
  const { out } = await timed(what, () =>
    server.sh(`${NODE} /root/stack/tests/peers/request-load.ts http://127.0.0.1 ${PATHS} > /tmp/load.json & load=$!
      sleep 3; (${command}) > /tmp/said 2>&1; echo $?; sleep 3; kill $load; wait $load; cat /tmp/load.json; cat /tmp/said`),
  )
  const [code = '', load = '', ...said] = out.split('\n')
  const { requests, failed, slowestMs, answers } = JSON.parse(load) as {
    requests: number
    failed: number
    slowestMs: number
    answers: object
  }
  rows.push(`| … of ${requests} requests meanwhile | ${failed} failed | slowest ${slowestMs} ms |`)
  assert.ok(requests > 20, `only ${requests} requests`)
  assert.equal(failed, 0, JSON.stringify(answers))
  return { code: Number(code), said: said.join('\n') }
}

async function versionNow(): Promise<string> {
  return (JSON.parse(await server.must(stack('status --format json'))) as { version: string })
    .version
}

test(
  'stack install makes plain units run, and a second one has nothing to do',
  { skip },
  async () => {
    await timed('install', () =>
      server.must(stack('install --target systemd --public-url http://server.example')),
    )
    const again = JSON.parse(
      await server.must(stack('install --target systemd --dry-run --format json')),
    ) as { steps: unknown[] }
    assert.deepEqual(again.steps, [])
    await timed('status', () => server.must(stack('status')))
  },
)

test('the portal answers through Caddy', { skip }, async () => {
  const health = await server.must(
    'curl --silent --show-error --max-time 60 http://127.0.0.1/health',
  )
  assert.match(health, /"status":"(ok|degraded)"/)
  assert.match(
    await server.must('curl --silent --max-time 60 http://127.0.0.1/login'),
    /<!doctype html>/,
  )
})

test('a timer has its job do its work', { skip }, async () => {
  await timed('a job by its timer', () =>
    server.must(`mkdir -p /run/systemd/system/corporate-memory.timer.d
      printf '[Timer]\\nOnActiveSec=1\\n' > /run/systemd/system/corporate-memory.timer.d/now.conf
      systemctl daemon-reload && systemctl restart corporate-memory.timer
      for i in $(seq 600); do
        runuser -u postgres -- psql -At stack -c "select status from core.job where name like '%memory%'" | grep -qx ok && exit 0
        sleep 1
      done; journalctl -u corporate-memory -n 30 --no-pager; exit 1`),
  )
})

test('a good version takes the place of the old one, and no request fails', { skip }, async () => {
  const folder = await version('9.1.0')
  const { code, said } = await underLoad('upgrade', stack('upgrade', folder))
  assert.equal(code, 0, said)
  assert.equal(await versionNow(), '9.1.0')
})

test('a broken version changes nothing, and no request fails', { skip }, async () => {
  const folder = await version('9.2.0', `sed -i "1i throw new Error('broken')" webapp/main.ts`)
  const { code, said } = await underLoad('upgrade to a broken version', stack('upgrade', folder))
  assert.equal(code, 1, said)
  assert.match(said, /webapp-next\.service did not become well/)
  assert.equal(await versionNow(), '9.1.0')
})

test('the way back fails no request either', { skip }, async () => {
  const { code, said } = await underLoad('rollback', stack('rollback'))
  assert.equal(code, 0, said)
  assert.notEqual(await versionNow(), '9.1.0')
})

test('after a restart of the machine all is back', { skip }, async () => {
  await timed('reboot', async () => {
    await server.reboot()
    await server.must(
      `for i in $(seq 900); do curl --silent --fail --max-time 10 http://127.0.0.1/health >/dev/null && exit 0; sleep 1; done; exit 1`,
    )
  })
  await server.must(`for i in $(seq 300); do (${stack('status')}) && exit 0; sleep 2; done; exit 1`)
})

test('uninstall leaves the data and no unit', { skip }, async () => {
  await timed('uninstall', () => server.must(stack('uninstall --yes')))
  assert.equal(await server.must('ls /etc/systemd/system | grep -c "^webapp" || true'), '0\n')
  assert.match(await server.must('ls /var/lib/ai-data-analyst'), /secrets/)
})
