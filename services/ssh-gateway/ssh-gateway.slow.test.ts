import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { runProgram } from '../../tests/peers/run-program.ts'
import { startSshGateway, type TestGateway } from '../../tests/peers/ssh-gateway.ts'
import { missingForRsync } from '../../tests/peers/ssh-server.ts'
import { until } from '../../tests/peers/until.ts'

const skip = await missingForRsync()

const tables = {
  'server/parquet/shop/orders.parquet': 'PAR1 orders PAR1',
  'server/parquet/shop/events/part_0.parquet': 'PAR1 events, first PAR1',
  'server/parquet/shop/events/part_1.parquet': 'PAR1 events, second PAR1',
}

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'analyst-'))
  t.after(() => rm(path, { recursive: true }))
  return path
}

const at = (gateway: TestGateway, path: string) => `${gateway.username}@127.0.0.1:${path}`

test(
  'rsync copies what is granted, once, and removes what is granted no more',
  { skip },
  async (t) => {
    await using gateway = await startSshGateway()
    await gateway.grant(tables)
    const home = await folder(t)
    const sync = (from = '~/server/') =>
      gateway.rsync('-avi', '--delete', '--partial', at(gateway, from), join(home, 'server/'))
    const first = await sync()
    assert.equal(first.code, 0, first.err)
    for (const [path, text] of Object.entries(tables))
      assert.equal(await readFile(join(home, path), 'utf8'), text)

    const again = await sync('server/')
    assert.equal(again.code, 0, again.err)
    assert.doesNotMatch(again.out, /^[>c]/m, 'nothing is sent a second time')

    await gateway.grant({ 'server/parquet/shop/orders.parquet': 'PAR1 newer orders PAR1' })
    assert.equal((await sync('./server')).code, 0)
    assert.equal(
      (
        await gateway.rsync(
          '-az',
          '--delete',
          at(gateway, 'server/parquet/'),
          join(home, 'server/parquet/'),
        )
      ).code,
      0,
    )
    assert.deepEqual(await readdir(join(home, 'server/parquet/shop')), ['orders.parquet'])
  },
)

test(
  'weakness: a full shell account for every analyst: no shell, no terminal, no forwarding, no other program',
  { skip },
  async () => {
    await using gateway = await startSshGateway()
    await gateway.grant(tables)
    for (const command of [
      [],
      ['id'],
      ['sh', '-c', 'id'],
      ['rsync', '--server', '--sender', '-e.s', '.', 'server/; id'],
      ['rsync', '--server', '--sender', '-e.s', '.', '$(id)'],
      ['rsync', '--server', '--sender', '-e.s', '.', '`id`'],
      ['rsync', '--server', '--sender', '-e.s', '.', 'server/\nid'],
      ['/usr/bin/rsync', '--server', '--sender', '-e.s', '.', 'server/'],
      ['rsync', '--version'],
      ['scp', '-f', '/etc/passwd'],
      ['touch', 'server'],
    ]) {
      const { code, out, err } = await gateway.ask([], ...command)
      assert.equal(code, 2, `${command.join(' ')}: ${err}`)
      assert.match(err, /^ssh-gateway: /)
      assert.equal(out, '')
    }
    assert.match((await gateway.ask(['-tt'], 'id')).err, /PTY allocation request failed/)
    const tunnel = await gateway.ask(['-o', 'ExitOnForwardFailure=yes', '-W', '127.0.0.1:1'])
    assert.match(tunnel.err, /administratively prohibited|forwarding failed/)
    const remote = ['-N', '-o', 'ExitOnForwardFailure=yes', '-R', '0:127.0.0.1:1']
    assert.notEqual((await gateway.ask(remote)).code, 0)
  },
)

test(
  'nothing of others is reached: paths up, absolute ones, links, lists of files, other programs',
  { skip },
  async (t) => {
    await using gateway = await startSshGateway()
    await gateway.grant(tables)
    const foreign = await gateway.put('PAR1 salaries PAR1')
    const home = await folder(t)
    const list = join(home, 'list')
    await writeFile(list, '../../../../../../etc/passwd\n/etc/passwd\n')
    const attempts: readonly (readonly string[])[] = [
      ['-a', at(gateway, '../'), home],
      ['-a', at(gateway, 'server/../../'), home],
      ['-a', at(gateway, '/etc/passwd'), home],
      ['-a', at(gateway, `/objects/${foreign.slice(0, 2)}/${foreign}`), home],
      ['-a', at(gateway, '~root/'), home],
      ['-a', at(gateway, 'server/*'), home],
      ['-a', '--secluded-args', at(gateway, '/etc/passwd'), home],
      ['-a', '--files-from=:/etc/passwd', at(gateway, 'server/'), home],
      ['-a', '--remove-source-files', at(gateway, 'server/'), home],
      ['-a', '--rsync-path=sh -c id #', at(gateway, 'server/'), home],
      ['-a', '--rsync-path=rsync --daemon', at(gateway, 'server/'), home],
      ['-a', '--remote-option=--log-file=/tmp/x', at(gateway, 'server/'), home],
      ['-a', '--remote-option=--files-from=/etc/passwd', at(gateway, 'server/'), home],
      ['-a', list, at(gateway, 'server/')],
    ]
    for (const args of attempts) {
      const { code, err } = await gateway.rsync(...args)
      assert.notEqual(code, 0, args.join(' '))
      assert.match(err, /ssh-gateway: /, args.join(' '))
    }
    // This one is a matter of the sender's own filters: rsync reads what the list names, and there is nothing.
    const { code } = await gateway.rsync('-a', `--files-from=${list}`, at(gateway, 'server/'), home)
    assert.notEqual(code, 0)
    assert.deepEqual(await readdir(home), ['list'])
  },
)

test('sftp, which the newer scp speaks, reads and does not write', { skip }, async (t) => {
  await using gateway = await startSshGateway()
  await gateway.grant(tables)
  const home = await folder(t)
  const [, ...options] = gateway.ssh.replace(/ -p /, ' -P ').split(' ')
  const scp = async (...args: readonly string[]) => {
    return (await runProgram('scp', [...options, ...args])).code
  }
  const path = 'server/parquet/shop/orders.parquet'
  assert.equal(await scp(at(gateway, path), home), 0)
  assert.equal(await readFile(join(home, 'orders.parquet'), 'utf8'), tables[path])
  assert.notEqual(await scp(join(home, 'orders.parquet'), at(gateway, 'server/new')), 0)
})

test(
  'a key that is removed and a person who is locked out are cut off in the middle',
  { skip },
  async (t) => {
    await using gateway = await startSshGateway()
    const path = 'server/parquet/shop/orders.parquet'
    for (const end of [
      () => gateway.lock(),
      () => gateway.grant({}, []),
      () => gateway.grant({}),
    ]) {
      await gateway.grant({ [path]: 'PAR1'.repeat(2 ** 20) })
      const home = await folder(t)
      const copying = gateway.rsync('-a', '--bwlimit=100', at(gateway, 'server/'), home)
      const begun = async () =>
        (await readdir(home, { recursive: true })).some((name) => name.includes('orders'))
      await until(begun)
      await end()
      const { code } = await copying
      assert.notEqual(code, 0)
    }
    await gateway.lock()
    assert.match(
      (await gateway.rsync('-a', at(gateway, 'server/'), await folder(t))).err,
      /Permission denied/,
    )
  },
)
