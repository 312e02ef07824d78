import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ComposeStack } from './compose.ts'
import { FormBrowser } from './form-browser.ts'
import { runProgram } from './run-program.ts'
import { until } from './until.ts'

/**
 * What an analyst with rsync does on a stack that has just published its example: a key from the portal, a copy, a
 * second copy that sends nothing; then every way around; then the key is removed and the door is shut.
 */
export async function walkSshGateway(
  { url, env }: Pick<ComposeStack, 'url' | 'env'>,
  person: { readonly email: string; readonly password: string },
): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'ssh-walk-'))
  try {
    const browser = new FormBrowser(url.replace(/\/$/, ''))
    await browser.signIn(person.email, person.password)
    await promisify(execFile)('ssh-keygen', [
      '-q',
      '-t',
      'ed25519',
      '-N',
      '',
      '-f',
      join(home, 'key'),
    ])
    const key = await readFile(join(home, 'key.pub'), 'utf8')
    const added = await browser.submit('/ssh-keys', '/ssh-keys', { key })
    assert.equal(added.status, 303, added.text)
    const page = (await browser.get('/ssh-keys')).text
    const user = /User (\S+)/.exec(page)?.[1] ?? ''
    const [known = ''] = /\[localhost\]:\d+ ssh-ed25519 \S+(?=<)/.exec(page) ?? []
    await writeFile(join(home, 'known_hosts'), `${known}\n`)
    const options = [
      '-F',
      'none',
      '-i',
      join(home, 'key'),
      '-o',
      'BatchMode=yes',
      '-p',
      env['SSH_PORT'] ?? '',
    ]
    options.push('-o', `UserKnownHostsFile=${join(home, 'known_hosts')}`, '-o', 'LogLevel=ERROR')
    const ssh = ['ssh', ...options].join(' ')
    const at = (path: string) => `${user}@localhost:${path}`
    const rsync = (...args: readonly string[]) =>
      runProgram('rsync', ['-e', ssh, '--timeout=30', ...args])
    await until(async () => (await rsync(at('server/'))).code === 0)

    const copy = () => rsync('-avi', at('server/'), join(home, 'server/'))
    // What is published meanwhile comes with the next copy; then there is nothing to send any more.
    await until(async () => (await copy()).code === 0)
    const file = join(home, 'server/parquet/samples/flights.parquet')
    assert.equal((await readFile(file)).subarray(0, 4).toString(), 'PAR1')
    await until(async () => !/^[>c]/m.test((await copy()).out))

    const before = (await stat(file)).mtimeMs
    const stolen = join(home, 'stolen')
    for (const args of [
      ['-a', at('/data/objects/'), stolen],
      ['-a', at('/access/ssh/people/'), stolen],
      ['-a', at('server/../../../etc/'), stolen],
      ['-a', '-s', at('/access/ssh/passwd'), stolen],
      ['-a', '--rsync-path=sh -c id #', at('server/'), stolen],
      ['-a', join(home, 'key.pub'), at('server/')],
    ]) {
      const { code, err } = await rsync(...args)
      assert.notEqual(code, 0, args.join(' '))
      assert.match(err, /ssh-gateway: /, args.join(' '))
    }
    // A rule of the receiver's that has the sender read a file: what stands in it would come back in an error.
    const rules = await rsync('-a', '--filter=dir-merge /access/ssh/passwd', at('server/'), stolen)
    assert.doesNotMatch(rules.out + rules.err, /9022/)
    const scp = (...args: readonly string[]) =>
      runProgram('scp', [...options.map((word) => word.replace(/^-p$/, '-P')), ...args])
    assert.equal(
      (await scp(at('server/parquet/samples/flights.parquet'), join(home, 'copied'))).code,
      0,
    )
    assert.notEqual((await scp(at('/access/ssh/passwd'), join(home, 'passwd'))).code, 0)
    assert.notEqual((await scp(join(home, 'key.pub'), at('server/new'))).code, 0)
    const shell = await runProgram('ssh', [...options, `${user}@localhost`, 'id'])
    assert.deepEqual([shell.code, shell.out], [2, ''])
    assert.equal((await stat(file)).mtimeMs, before)

    const id = /name="id" value="([^"]+)"/.exec(page)?.[1] ?? ''
    assert.equal((await browser.submit('/ssh-keys', '/ssh-keys/remove', { id })).status, 303)
    await until(async () => /Permission denied/.test((await rsync(at('server/'))).err))
    assert.deepEqual(
      (await readdir(home)).filter((name) => /passwd/.test(name)),
      [],
    )
  } finally {
    await rm(home, { recursive: true })
  }
}
