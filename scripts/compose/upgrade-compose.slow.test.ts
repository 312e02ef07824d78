import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fakeDocker, NEW } from '../../tests/peers/fake-docker.ts'

const upgrade = ['upgrade', '--target', 'compose'] as const

const runsAt = (version: string) => ({
  ...{ edge: version, webapp: version, 'data-sync': version, 'session-collector': version },
})

/** What was asked for, by its first word. */
const of = (kind: string, asked: readonly string[]) =>
  asked.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1))

test('all that is new is tried before anything is replaced, and each is replaced in its turn', async () => {
  await using docker = await fakeDocker()
  const { code, err } = await docker.stack(...upgrade)
  assert.equal(code, 0, err)
  assert.deepEqual((await docker.state()).running, runsAt(NEW))
  const asked = await docker.asked()
  assert.deepEqual(asked.slice(0, 4), [
    'compose build',
    'once secrets',
    `stack migrations as ${NEW}`,
    `stack backup --out=${join(docker.path, 'backups/before-upgrade')} --keep=3 as old`,
  ])
  const beside = asked.findLastIndex((line) => line.startsWith('beside'))
  assert.ok(beside < asked.findIndex((line) => line.startsWith('up')))
  const up = of('up', asked)
  assert.deepEqual(up.slice(-2), [`webapp:${NEW}`, `edge:${NEW}`], 'people are let in last')
  const names = of('beside', asked).map((line) => line.split(':')[0] ?? '')
  for (const name of names) assert.ok(asked.includes(`rm --force --volumes next-${name}`), name)
  assert.ok(names.includes('webapp') && !names.includes('edge'))
})

test('an upgrade to what runs already starts nothing anew', async () => {
  await using docker = await fakeDocker({ running: runsAt(NEW) })
  const { code, err } = await docker.stack(...upgrade, '--no-backup')
  assert.equal(code, 0, err)
  const asked = await docker.asked()
  assert.deepEqual([of('up', asked), of('beside', asked)], [[], []])
  assert.ok(!asked.some((line) => line.includes('backup')))
})

// Containers were compared by image alone: what the files say newly waited for the next `docker compose up`.
test('a container of which the files say something else is made anew, though its image is the same', async () => {
  await using docker = await fakeDocker({ running: runsAt(NEW), changed: ['data-sync', 'edge'] })
  const { code, err } = await docker.stack(...upgrade, '--no-backup')
  assert.equal(code, 0, err)
  const asked = await docker.asked()
  assert.deepEqual(of('up', asked), [`data-sync:${NEW}`, `edge:${NEW}`])
})

test('an image that cannot be taken away is told of beside the new version, which runs', async () => {
  await using docker = await fakeDocker({ older: ['older', 'old'] })
  assert.equal((await docker.stack(...upgrade, '--no-backup')).code, 0)
  assert.deepEqual(of('image', await docker.asked()), [
    'rm localhost/ai-data-analyst/webapp:older',
  ])
  await using held = await fakeDocker({ older: ['older'], refused: ['image rm'] })
  const { code, err } = await held.stack(...upgrade, '--no-backup')
  assert.equal(code, 1)
  assert.match(err, /Version new runs; older images stay: .*refused: image rm\nremedy: docker image rm/)
  assert.deepEqual((await held.state()).running, runsAt(NEW))
})

test('a plan asks for nothing, and makes no folder', async () => {
  await using docker = await fakeDocker()
  const { code, out } = await docker.stack(...upgrade, '--dry-run', '--format', 'json')
  const { dryRun, steps } = JSON.parse(out) as { dryRun: boolean; steps: { done: boolean }[] }
  assert.deepEqual([code, dryRun, steps.some(({ done }) => done)], [0, true, false])
  assert.deepEqual(await docker.asked(), [])
  assert.ok(!existsSync(join(docker.path, 'backups')))
})

test('what fails before the switch leaves every container as it was', async () => {
  for (const [state, said] of [
    [{ refused: ['stack backup'] }, /no backup could be made/],
    [{ refused: ['beside webapp'] }, /refused: beside webapp/],
    [{ unwell: [`webapp-next:${NEW}`] }, /new version of webapp did not become well:\nEADDRINUSE/],
  ] satisfies [object, RegExp][]) {
    await using docker = await fakeDocker(state)
    const { code, err } = await docker.stack(...upgrade)
    assert.equal(code, 1)
    assert.match(err, said)
    assert.deepEqual((await docker.state()).running, runsAt('old'))
    const asked = await docker.asked()
    assert.deepEqual(of('up', asked), [])
    const started = of('beside', asked).filter(() => !err.includes('refused: beside'))
    for (const line of started) {
      assert.ok(asked.includes(`rm --force --volumes next-${line.split(':')[0]}`), 'nothing stays')
    }
  }
})

test('a version that fails only in its place is followed by the one before, whole', async () => {
  await using docker = await fakeDocker({ unwell: [`edge:${NEW}`] })
  const { code, err } = await docker.stack(...upgrade, '--no-backup')
  assert.equal(code, 1)
  assert.match(err, /error: The version before runs again\.\nremedy: The new one failed: .*edge is unhealthy/)
  assert.deepEqual((await docker.state()).running, runsAt('old'))
  // Built anew under the same name, it would be the new one that came back.
  assert.ok((await docker.asked()).some((line) => /^tag sha256:webapp-old \S*webapp:old$/.test(line)))
})

// They went on in the new version, beside a stack that was the old one again.
// Each failed try left a whole set of images, until the next upgrade that went well.
test('what was built for a version that fails is gone with it, and what was there before stays', async () => {
  const built = ['webapp', 'data-sync', 'session-collector', 'edge', 'secrets']
  const failures: [state: object, ...args: string[]][] = [
    [{ unwell: [`edge:${NEW}`] }, '--no-backup'],
    [{ unwell: [`webapp-next:${NEW}`] }, '--no-backup'],
    [{ refused: ['stack backup'] }],
  ]
  for (const [state, ...args] of failures) {
    await using docker = await fakeDocker({ images: ['old'], older: ['older'], ...state })
    const { code } = await docker.stack(...upgrade, ...args)
    assert.equal(code, 1)
    assert.deepEqual((await docker.state()).running, runsAt('old'))
    const removed = of('image', await docker.asked())
    assert.deepEqual(removed.sort(), built.map((name) => `rm localhost/ai-data-analyst/${name}:${NEW}`).sort())
    await using known = await fakeDocker({ ...state, images: ['old', NEW] })
    assert.equal((await known.stack(...upgrade, ...args)).code, 1)
    assert.deepEqual(of('image', await known.asked()), [])
  }
})

test('images that a failed upgrade cannot take away are told of, and why it failed is told as ever', async () => {
  await using docker = await fakeDocker({
    ...{ images: ['old'], unwell: [`edge:${NEW}`], refused: ['image rm'] },
  })
  const { code, err } = await docker.stack(...upgrade, '--no-backup')
  assert.equal(code, 1)
  assert.match(err, /^Images of the version that failed stay: .*refused: image rm$/m)
  assert.match(err, /error: The version before runs again\./)
})

test('what the new version brought newly goes with it when the one before is back', async () => {
  await using docker = await fakeDocker({
    running: { edge: 'old', webapp: 'old', 'data-sync': 'old' },
    unwell: [`edge:${NEW}`],
  })
  const { code } = await docker.stack(...upgrade, '--no-backup')
  assert.equal(code, 1)
  const { running } = await docker.state()
  assert.deepEqual(running, { edge: 'old', webapp: 'old', 'data-sync': 'old' })
})

test('where one of the version before does not come back, all others do, and it is told which', async () => {
  await using docker = await fakeDocker({ unwell: [`edge:${NEW}`, 'webapp:old'] })
  const { code, err } = await docker.stack(...upgrade, '--no-backup')
  assert.equal(code, 1)
  assert.match(err, /webapp is unhealthy/)
  assert.match(err, /edge is unhealthy/)
  assert.doesNotMatch(err, /The version before runs again/)
  assert.deepEqual((await docker.state()).running, runsAt('old'))
})

test('an archive that is of another version is refused before anything is touched', async () => {
  await using docker = await fakeDocker({ images: ['old'] })
  const { code, err } = await docker.stack(...upgrade, '--images', join(docker.path, 'images.tar'))
  assert.equal(code, 1)
  assert.match(err, /webapp:new is not here\n[\s\S]*make the archive from the same version/)
  assert.deepEqual(await docker.asked(), [`load --input ${join(docker.path, 'images.tar')}`])
})

test('what the files have no more is stopped at the end, and a stack that does not run is not upgraded', async () => {
  await using docker = await fakeDocker({ running: { ...runsAt('old'), retired: 'old' } })
  const { code, err } = await docker.stack(...upgrade, '--no-backup')
  assert.equal(code, 0, err)
  assert.deepEqual((await docker.state()).running, runsAt(NEW))
  assert.ok((await docker.asked()).indexOf('rm id-retired') > 0)
  await using stopped = await fakeDocker({ running: {} })
  const refused = await stopped.stack(...upgrade)
  assert.equal(refused.code, 1)
  assert.match(refused.err, /No portal of this project runs here\.\nremedy: docker compose up/)
  assert.deepEqual(await stopped.asked(), [])
})

test('the plan of a backup of containers writes nothing and mounts nothing that is not there', async () => {
  await using docker = await fakeDocker()
  const { code, err } = await docker.stack('backup', '--target', 'compose', '--dry-run')
  assert.equal(code, 0, err)
  const [asked = ''] = await docker.asked()
  assert.match(asked, /^stack backup --out=\S+\.tar\.age --format=text --dry-run as new$/)
  assert.ok(!existsSync(join(docker.path, 'backups')))
})
