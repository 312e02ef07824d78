import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { composeProject } from '../../scripts/compose/compose-project.ts'
import { pruneImages } from '../../scripts/compose/prune-images.ts'

const mark = `prune-${randomBytes(4).toString('hex')}`
const base = 'node:24-trixie-slim'
const docker = (args: readonly string[], input = '') => {
  const { status, stdout, stderr } = spawnSync('docker', args, { input, encoding: 'utf8' })
  return { ok: status === 0, out: stdout?.trim() ?? '', err: stderr ?? '' }
}
const skip = docker(['image', 'inspect', base]).ok ? false : `no container engine with ${base} here`
const made: string[] = []

/** An image of nothing but its labels, as Compose would have built it. */
function build(service: string, project: string, tag?: string): string {
  const labels = { 'com.docker.compose.project': project, 'com.docker.compose.service': service }
  const text = Object.entries({ ...labels, [mark]: String(made.length) })
    .map(([key, value]) => `LABEL ${key}=${value}\n`)
    .join('')
  const named = tag === undefined ? [] : ['--tag', tag]
  const { ok, out, err } = docker(['build', '--quiet', ...named, '-'], `FROM ${base}\n${text}`)
  assert.ok(ok, err)
  made.push(out)
  return out
}

const own = (service: string, version: string) =>
  build(service, mark, `localhost/ai-data-analyst/${service}:${mark}-${version}`)
const isThere = (id: string) => docker(['image', 'inspect', id]).ok

let container: string
before(() => {
  if (skip) return
  const held = own('notify', '0.9')
  container = docker(['create', held, 'true']).out
})
after(() => {
  if (skip) return
  docker(['rm', container])
  for (const id of made) docker(['image', 'rm', '--force', id])
})

test(
  'images of older versions go, and none that runs, is the way back, or is anybody else’s',
  { skip },
  async () => {
    const project = composeProject({
      ...{ ask: () => assert.fail(), systemctl: () => assert.fail() },
      must: async (program, args) => {
        if (program === 'env') return JSON.stringify({ name: mark, services: {} })
        const { ok, out, err } = docker(args)
        assert.ok(ok, err)
        return out
      },
    })
    const [held = ''] = made
    const gone = [own('webapp', '1.0'), build('webapp', mark)]
    const rebuilt = build('webapp', mark)
    const twice = own('notify', '0.8')
    docker(['tag', twice, `localhost/mine:${mark}`])
    const kept = [
      ...[held, rebuilt, twice, own('webapp', '2.0'), own('webapp', '3.0')],
      build('webapp', `${mark}-other`, `localhost/ai-data-analyst/webapp:${mark}-else`),
      build('theirs', mark),
    ]
    const steps = await pruneImages(project, {
      versions: [`${mark}-2.0`, `${mark}-3.0`],
      imageIds: [rebuilt],
      services: new Set(['webapp', 'notify']),
    })
    assert.equal(steps.length, gone.length)
    for (const step of steps) await step.apply()
    assert.deepEqual(gone.filter(isThere), [])
    assert.deepEqual(
      kept.filter((id) => !isThere(id)),
      [],
    )
  },
)
