import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { promisify } from 'node:util'
import { escapeData, makeEscapeData } from '../peers/escape-data.ts'
import { testEscapes, type TriedSandbox } from '../peers/escape-suite.ts'
import { until } from '../peers/until.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const name = `sandbox-test-${randomBytes(4).toString('hex')}`

let data: string

const docker = async (...args: string[]) =>
  (await run('docker', args, { maxBuffer: 2 ** 26 })).stdout

before(
  async () => {
    data = await mkdtemp(join(tmpdir(), 'escapes-'))
    await chmod(data, 0o755)
    await makeEscapeData(data, 0o644)
    await docker(
      'build',
      '-q',
      '-t',
      name,
      '-f',
      join(root, 'services/script-sandbox/Dockerfile'),
      root,
    )
    // As compose/script-sandbox.yaml has it.
    const wall = ['--network', 'none', '--user', '10449:10000', '--read-only', '--cap-drop', 'ALL']
    const limits = [
      '--security-opt',
      'no-new-privileges:true',
      '--pids-limit',
      '320',
      '--memory',
      '2g',
    ]
    const tmpfs = ['--tmpfs', '/tmp:rw,noexec,nosuid,nodev,size=64m,mode=1777']
    const volumes = ['-v', '/sockets', '-v', `${data}:/data:ro`]
    const env = [...volumes, '-e', 'PORT=8080', '-e', 'DATA_DIR=/data']
    await docker('run', '-d', '--init', '--name', name, ...wall, ...limits, ...tmpfs, ...env, name)
    await until(
      () => docker('exec', name, 'node', 'core/run/check-health.cjs').catch(() => ''),
      'the sandbox answers',
    )
  },
  { timeout: 600_000 },
)
after(async () => {
  await docker('rm', '-f', '-v', name)
  await docker('rmi', '-f', name)
  await rm(data, { recursive: true, force: true })
})

const ask = `
const answer = await fetch('http://127.0.0.1:8080' + process.argv[1], process.argv[2] && {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: process.argv[2] })
console.log(await answer.text())`

const sandbox: TriedSandbox = {
  wall: /Landlock and seccomp/,
  granted: escapeData.granted,
  tmp: '/tmp',
  forbidden: {
    secret: join('/data', escapeData.secret),
    foreignObject: join('/data', escapeData.foreignObject),
    sockets: '/sockets',
    code: '/app/core/secrets.ts',
  },
  async ask(path, body) {
    const said = body ? [JSON.stringify(body)] : []
    return JSON.parse(
      await docker('exec', name, 'node', '--input-type=module', '-e', ask, path, ...said),
    )
  },
  sh: (command) => docker('exec', name, 'sh', '-c', command),
}

testEscapes('in a container', () => sandbox)
