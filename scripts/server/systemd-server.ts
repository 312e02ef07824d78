import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConfigError } from '#core/errors.ts'
import { versionOf } from '../deploy-input/version-of.ts'
import { SERVER } from '../../deploy/server-folders.ts'
import { copyRelease } from './copy-release.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import { linkStep } from './link-step.ts'
import { releaseFolder, releaseNode } from './release-folder.ts'
import { CADDY_DROP_IN, CADDYFILE, caddySteps } from './server-caddy.ts'
import { databaseSteps, hasOwnDatabase } from './server-database.ts'
import type { Release } from './release.ts'
import type { ServerTarget, TargetInput } from './server-target.ts'
import type { Step } from './step.ts'
import { withoutInstall } from './without-install.ts'

/** Plain units: a checkout for each version, Node out of its packages, users and folders by systemd. */
export const systemdServer: ServerTarget = {
  enables: true,
  checkout: SERVER.checkout,
  versionInUnits: false,
  place(name, { units }) {
    if (name === CADDY_DROP_IN) return join(units, 'caddy.service.d', name)
    if (name.endsWith('.sysusers.conf')) return join('/etc/sysusers.d', name)
    if (name.endsWith('.tmpfiles.conf')) return join('/etc/tmpfiles.d', name)
    return name === 'Caddyfile' ? CADDYFILE : join(units, name)
  },
  prepare,
  beside(content, version) {
    return withoutInstall(content)
      .replaceAll(SERVER.node, releaseNode(version))
      .replaceAll(SERVER.checkout, releaseFolder(version))
      .replace(/^(Environment=HOST=)127\.77\./m, '$1127.78.')
  },
  settle,
  afterSetup: databaseSteps,
  keeps: () => Promise.resolve(new Set()),
  edge: caddySteps,
  discard: removeCheckouts,
}

async function prepare(input: TargetInput): Promise<readonly Step[]> {
  const { root, commands, release } = input
  const missing = await missingPrograms(input)
  const folder = releaseFolder(release.version)
  if (existsSync(folder)) return [...missing, ...(await userSteps(input))]
  if (!existsSync(join(root, 'node_modules/node/bin/node'))) {
    throw new ConfigError([`${root}: its packages are missing: npm ci`])
  }
  if ((await versionOf(root)) !== release.version) {
    throw new ConfigError([`${folder} is not there any more, and ${root} is another version`])
  }
  const copy: Step = {
    does: 'create',
    what: folder,
    apply: () => copyRelease(root, folder, commands),
  }
  return [...missing, copy, ...(await userSteps(input))]
}

/** Programs of Debian's that only its administrator installs: a plan shows them, and carrying it out ends here. */
async function missingPrograms({ commands, layout }: TargetInput): Promise<readonly Step[]> {
  const needed = [['caddy', 'caddy']]
  if (!(await hasOwnDatabase(layout))) needed.push(['psql', 'postgresql'])
  const problems: string[] = []
  for (const [program = '', pack] of needed) {
    const { code } = await commands.ask(program, ['--version'])
    if (code === 127) problems.push(`${program}, which is not installed: apt install ${pack}`)
  }
  if (problems.length === 0) return []
  const refuse = () => Promise.reject(new ConfigError(problems))
  return [{ does: 'need', what: problems.join('; '), apply: refuse }]
}

/** Users and folders are only ever added, so that those of a new version are there before it is. */
async function userSteps({ release, commands, layout }: TargetInput): Promise<readonly Step[]> {
  const steps: Step[] = []
  for (const [ending, program, args] of [
    ['.sysusers.conf', 'systemd-sysusers', ['-']],
    ['.tmpfiles.conf', 'systemd-tmpfiles', ['--create', '-']],
  ] as const) {
    const file = release.files.find(({ name }) => name.endsWith(ending))
    if (!file) continue
    const there = await readTextIfPresent(systemdServer.place(file.name, layout))
    if (there === file.content) continue
    steps.push({
      does: 'create',
      what: `the ${ending === '.sysusers.conf' ? 'users' : 'folders'} of the services (what is there stays)`,
      apply: async () => void (await commands.must(program, args, file.content)),
    })
  }
  return steps
}

async function removeCheckouts(
  { root }: TargetInput,
  gone: readonly Release[],
): Promise<readonly Step[]> {
  const folders = gone
    .map(({ version }) => releaseFolder(version))
    // Whoever runs this from one of them still needs it.
    .filter((folder) => folder !== root && existsSync(folder))
  return [...new Set(folders)].map((folder) => ({
    does: 'remove',
    what: folder,
    apply: () => rm(folder, { recursive: true }),
  }))
}

async function settle({ release: { version } }: TargetInput): Promise<readonly Step[]> {
  return [
    ...(await linkStep(SERVER.checkout, releaseFolder(version))),
    ...(await linkStep(dirname(dirname(SERVER.node)), join(SERVER.checkout, 'node_modules/node'))),
  ]
}
