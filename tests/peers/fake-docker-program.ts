import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DockerState } from './fake-docker.ts'

const PREFIX = 'localhost/ai-data-analyst/'
const STORES = { data: '/data', homes: '/homes', secrets: '/secrets', config: '/config' }

const [, , folder = '', ...words] = process.argv
const file = join(folder, 'state.json')
const state = JSON.parse(readFileSync(file, 'utf8')) as DockerState
const version = process.env['STACK_VERSION'] ?? state.version
const line = words.join(' ')
const after = (word: string) => words.slice(words.indexOf(word) + 1)
const imageOf = (service: string, tag: string) => `${PREFIX}${service}:${tag}`

let changes = false

/** Told and done; what only looks is not told, and may run at the same time as others. */
function does(what: string): void {
  changes = true
  appendFileSync(join(folder, 'log'), `${what}\n`)
  const refused = state.refused.find((beginning) => what.startsWith(beginning))
  if (refused !== undefined) fails(`refused: ${refused}`)
}

function fails(reason: string): never {
  save()
  process.stderr.write(`${reason}\n`)
  process.exit(1)
}

function save(): void {
  if (changes) writeFileSync(file, JSON.stringify(state))
}

function compose(): string {
  if (line === 'compose ps --all --format json') return listed()
  if (line.startsWith('compose ps')) {
    return Object.keys(state.running)
      .map((service) => `id-${service}\n`)
      .join('')
  }
  if (line === 'compose --file - config --hash *') {
    return state.configured.map((id) => `${id} ${definition(id, version)}\n`).join('')
  }
  if (line.startsWith('compose config')) return JSON.stringify(config())
  if (line === 'compose build') {
    does(line)
    state.images.push(state.version)
    return ''
  }
  if (words.includes('scripts/stack.ts')) {
    process.stdout.write(state.says)
    does(`stack ${after('scripts/stack.ts').join(' ')} as ${version}`)
    return ''
  }
  const service = words.at(-1) ?? ''
  if (line.startsWith('compose run --detach')) {
    does(`beside ${service}:${version}`)
    return `next-${service}\n`
  }
  if (line.startsWith('compose run --rm')) does(`once ${service}`)
  if (line.startsWith('compose up')) for (const one of after('180')) up(one)
  if (line.startsWith('compose rm')) {
    for (const one of after('--force')) {
      does(`rm ${one}`)
      delete state.running[one]
    }
  }
  return ''
}

/** Containers as people are told of them, a line each: those that run, and the one that has ended. */
function listed(): string {
  const running = Object.entries(state.running).map(([service, tag]) => {
    const well = !state.unwell.includes(`${service}:${tag}`)
    const [health, status] = well ? ['healthy', 'Up 3 hours'] : ['unhealthy', 'Up 2 minutes']
    return { Service: service, State: 'running', Health: health, ExitCode: 0, Status: status }
  })
  const ended = { Service: 'secrets', State: 'exited', ExitCode: 0, Status: 'Exited (0)' }
  return [...running, ended].map((one) => `${JSON.stringify(one)}\n`).join('')
}

function up(service: string): void {
  does(`up ${service}:${version}`)
  state.running[service] = version
  if (state.unwell.includes(`${service}:${version}`)) fails(`container ${service} is unhealthy`)
}

/** What the files say of a service, as a hash that depends on the version as well: the image's name is in it. */
function definition(service: string, tag: string): string {
  return `${service}-${tag}${state.changed.includes(service) ? '-changed' : ''}`
}

function config() {
  const volumes = Object.entries(STORES).map(([source, target]) => ({
    ...{ type: 'volume', source, target },
  }))
  const services = state.configured.map((id) => [id, { image: imageOf(id, version), volumes }])
  return {
    name: 'acme',
    services: Object.fromEntries(services) as object,
    volumes: Object.fromEntries(
      Object.keys(STORES).map((name) => [name, { name: `acme_${name}` }]),
    ),
  }
}

function inspect(): string {
  const [id = ''] = words.slice(-1)
  if (line.includes('project')) return 'acme\n'
  if (line.includes('Networks')) return 'acme_default \n'
  if (line.includes('.State.Status')) {
    const service = id.replace('next-', '')
    const well = [service, `${service}-next`].every(
      (name) => !state.unwell.includes(`${name}:${version}`) || name === service,
    )
    return `running ${well ? 'healthy' : 'unhealthy'}\n`
  }
  return JSON.stringify(
    words.slice(1).map((one) => {
      const service = one.replace('id-', '')
      const tag = state.running[service] ?? ''
      return {
        ...{ Id: one, Image: `sha256:${service}-${tag}` },
        Config: {
          Image: imageOf(service, tag),
          Labels: {
            'com.docker.compose.service': service,
            'com.docker.compose.config-hash': `${service}-${tag}`,
          },
        },
      }
    }),
  )
}

/** Every image that there is, as `service:version`; the project built all but those of others. */
function images(): readonly string[] {
  const own = new Set(state.images).values()
  const ofServices = own.flatMap((tag) => state.configured.map((service) => `${service}:${tag}`))
  return [...ofServices, ...state.older.map((tag) => `webapp:${tag}`)]
}

function image(): string {
  if (words[1] === 'ls')
    return images()
      .map((one) => `${idOf(one)}\n`)
      .join('')
  if (words[1] === 'rm') {
    does(line)
    return ''
  }
  if (line.startsWith('image inspect sha256:'))
    return JSON.stringify(words.slice(2).map(imageFacts))
  const [service = '', tag = ''] = (words.at(-1) ?? '').replace(PREFIX, '').split(':')
  if (!state.images.includes(tag)) fails(`No such image: ${words.at(-1)}`)
  return `${idOf(`${service}:${tag}`)}\n`
}

function idOf(name: string): string {
  return `sha256:${name.replace(/:([^:]*)$/, '-$1')}`
}

function imageFacts(id: string) {
  const name = images().find((one) => idOf(one) === id) ?? ''
  const [service = '', tag = ''] = name.split(':')
  return {
    Id: id,
    RepoTags: [imageOf(service, tag)],
    Config: { Labels: { 'com.docker.compose.service': service } },
  }
}

/** The containers that were made of an image. */
function containersOf(id: string): string {
  const running = Object.entries(state.running).filter(([one, tag]) => idOf(`${one}:${tag}`) === id)
  return running.map(([service]) => `id-${service}\n`).join('')
}

function other(): string {
  const id = words.at(-1) ?? ''
  if (words[0] === 'logs') return 'EADDRINUSE\n'
  if (words[0] === 'network') return ''
  if (words[0] === 'ps') {
    const [, of] = /^ancestor=(.*)$/.exec(id) ?? []
    return of === undefined ? '' : containersOf(of)
  }
  does(line)
  if (words[0] === 'rm') delete state.running[id.replace('id-', '')]
  return ''
}

const kinds: Readonly<Record<string, () => string>> = { compose, inspect, image }
const output = (kinds[words[0] ?? ''] ?? other)()
save()
process.stdout.write(output)
