import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { get } from 'node:https'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { isHealthy, prepareCompose, startCompose } from '../peers/compose.ts'
import { temporaryFolder } from '../peers/stack.ts'
import { copyTree } from '../peers/tree-copy.ts'
import { until } from '../peers/until.ts'

const run = promisify(execFile)

test('a folder of another owner is refused with the command that mends it, and works after it', async () => {
  await using folder = await temporaryFolder()
  const stores = { SECRETS_VOLUME: 'secrets', DATA_VOLUME: 'data', POSTGRES_VOLUME: 'postgres' }
  const env: Record<string, string> = {}
  for (const [variable, name] of Object.entries(stores)) {
    env[variable] = join(folder.path, name)
    await mkdir(join(folder.path, name), { mode: 0o755 })
  }
  await using stack = await prepareCompose({ env })
  const { compose } = stack
  await assert.rejects(compose('up', '--build', '--wait', '--detach'), /secrets/)
  await mendAsSaid(await compose('logs', 'secrets'), env['SECRETS_VOLUME'])

  await compose('up', '--detach')
  await mendAsSaid(await untilSaid(() => compose('logs', 'data-sync')), env['DATA_VOLUME'])
  await mendAsSaid(await untilSaid(() => compose('logs', 'postgres')), env['POSTGRES_VOLUME'])
  // Nothing else is needed: the containers try again by themselves. Not `up --wait`: it gives up on a container
  // that it finds between two of its restarts, whose last health is that of its end.
  // Docker doubles its pauses up to a minute.
  await until(() => isHealthy(stack.url))
})

/** Runs the command that a log names, and no other. */
async function mendAsSaid(log: string, folder: string | undefined): Promise<void> {
  const said = /sudo (chown -R \d+:\d+ \S+) && sudo (chmod \d+ [^\s"]+)/.exec(log)
  assert.ok(said, log)
  for (const command of said.slice(1)) {
    const [program = '', ...args] = command.split(' ')
    assert.equal(args.at(-1), folder)
    await run(program, args)
  }
}

async function untilSaid(read: () => Promise<string>): Promise<string> {
  return until(async () => {
    const log = await read()
    return log.includes('sudo chown') && log
  }, 'the log says what to do')
}

test('a service that instance.yaml switches off is not started, and the portal knows', async () => {
  await using tree = await copyTree()
  const off = `instance: { name: Small }\nservices: { data-sync: { enabled: false } }\n`
  await writeFile(join(tree.path, 'config/instance.yaml'), off)
  await using stack = await startCompose({ tree: tree.path })
  assert.match(await stack.compose('logs', 'data-sync'), /switched off in instance\.yaml/)
  const answer = await fetch(new URL('/sync/v1/root', stack.url))
  assert.equal(answer.status, 503, 'nothing of it runs')
  const health = (await (await fetch(new URL('/health', stack.url))).json()) as {
    services: { id: string }[]
  }
  const known = health.services.map(({ id }) => id)
  assert.ok(known.includes('webapp') && !known.includes('data-sync'), known.join())

  // Once the generator has seen it, not even its container is there.
  await tree.generate()
  const files = ['--file', 'docker-compose.yml', '--file', 'docker-compose.override.yml']
  await run(
    'docker',
    ['compose', ...files, '--project-name', stack.project, 'up', '--wait', '-d'],
    {
      cwd: tree.path,
      env: { ...process.env, ...stack.env },
    },
  )
  const running = await stack.compose('ps', '--services', '--status', 'running')
  assert.doesNotMatch(running, /data-sync/)
  assert.match(running, /webapp/)
})

test('with a domain the edge speaks TLS and sends plain HTTP there', async () => {
  await using stack = await startCompose({ env: { DOMAIN: 'localhost' } })
  const plain = await fetch(new URL('/login', stack.url), { redirect: 'manual' })
  assert.equal(plain.status, 308)
  assert.equal(plain.headers.get('location'), 'https://localhost/login')
  // Its certificate comes from an authority of its own, as nobody else vouches for localhost.
  const answer = await new Promise<number | undefined>((resolve, reject) =>
    get(
      `https://localhost:${stack.env['HTTPS_PORT']}/health`,
      { rejectUnauthorized: false },
      (response) => resolve(response.resume().statusCode),
    ).on('error', reject),
  )
  assert.equal(answer, 200)
})
