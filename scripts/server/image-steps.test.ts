import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imageSteps, removeImages } from './image-steps.ts'
import type { Release } from './release.ts'
import type { ServerCommands } from './server-commands.ts'

const OURS = 'localhost/ai-data-analyst/webapp:1.0.0'
const LIBRARY = 'docker.io/library/postgres:17'

/** A podman that has images, knows an archive by what it calls the images in it, and a registry. */
function podman(there: readonly string[], archive: readonly string[] = [], inUse = '') {
  const images = new Set(there)
  const pulled: string[] = []
  const used = (filter: string) => (filter === `ancestor=${inUse}` ? '1234\n' : '')
  const ask: ServerCommands['ask'] = (_program, [verb, ...rest]) => {
    const [first = '', second = ''] = rest
    if (verb === 'load') archive.forEach((image) => images.add(image))
    if (verb === 'tag') images.add(second)
    if (verb === 'pull') pulled.push(second)
    if (verb === 'ps') return Promise.resolve({ code: 0, out: used(rest.at(-1) ?? ''), err: '' })
    const missing = verb === 'image' && first === 'exists' && !images.has(second)
    return Promise.resolve({ code: missing ? 1 : 0, out: '', err: '' })
  }
  const must: ServerCommands['must'] = async (...words) => (await ask(...words)).out
  const systemctl = () => Promise.resolve('')
  const commands: ServerCommands = { scope: [], ask, must, systemctl }
  return { commands, images, pulled }
}

const release: Release = {
  version: '1.0.0',
  files: [OURS, LIBRARY, OURS].map((image, at) => ({
    name: `${at}.container`,
    content: `[Container]\nImage=${image}\n`,
  })),
  units: { setup: [], daemons: [], timers: [], beside: [] },
}

test('images that are here are no step', async () => {
  const { commands } = podman([OURS, LIBRARY])
  assert.deepEqual(await imageSteps({ release, commands }), [])
})

test('an image of Docker’s library has its whole name after it came out of an archive of docker save', async () => {
  const { commands, images, pulled } = podman([], [OURS, 'localhost/postgres:17'])
  const [step] = await imageSteps({ release, commands, images: '/images.tar' })
  assert.equal(step?.what, '2 images from /images.tar')
  await step.apply()
  assert.ok(images.has(LIBRARY))
  assert.deepEqual(pulled, [])
})

test('an image of others that no archive has comes from where its name says', async () => {
  const { commands, pulled } = podman([OURS])
  const [step] = await imageSteps({ release, commands })
  await step?.apply()
  assert.deepEqual(pulled, [LIBRARY])
})

test('an image of ours is asked for before anything happens, and missed in an archive by its name', async () => {
  const { commands } = podman([LIBRARY])
  const [need] = await imageSteps({ release, commands })
  assert.equal(`${need?.does} ${need?.what}`, `need --images FILE with ${OURS}`)
  await assert.rejects(async () => need?.apply(), /webapp:1\.0\.0 is not here/)
  const [step] = await imageSteps({ release, commands, images: '/images.tar' })
  await assert.rejects(async () => step?.apply(), /the archive has no image .*webapp:1\.0\.0/)
})

test('images that only older versions need are removed, but for one that a container still runs', async () => {
  const other: Release = { ...release, files: release.files.slice(1, 2) }
  const removed = async (inUse: string) =>
    (await removeImages(podman([OURS, LIBRARY], [], inUse), [release], [other])).map(
      ({ what }) => what,
    )
  assert.deepEqual(await removed(''), [`the image ${OURS}`])
  assert.deepEqual(await removed(OURS), [])
})
