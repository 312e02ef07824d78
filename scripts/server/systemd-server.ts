import { cp, lstat, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { ConfigError } from '#core/errors.ts'
import { SERVER } from '../../deploy/server-folders.ts'
import { databaseSteps } from './server-database.ts'
import type { ServerTarget, TargetInput } from './server-target.ts'
import type { Step } from './step.ts'
import { withoutInstall } from './without-install.ts'

/** What of a checkout no server needs. */
const LEFT_OUT = new Set(['.git', 'data', '.env', 'tests', 'node_modules/.cache'])

/** Plain units: a checkout for each version, Node out of its packages, users and folders by systemd. */
export const systemdServer: ServerTarget = {
  enables: true,
  place(name, { units }) {
    if (name.endsWith('.sysusers.conf')) return join('/etc/sysusers.d', name)
    if (name.endsWith('.tmpfiles.conf')) return join('/etc/tmpfiles.d', name)
    return join(name === 'Caddyfile' ? '/etc/caddy' : units, name)
  },
  prepare: copyCheckout,
  beside(content, version) {
    const release = folderOf(version)
    return withoutInstall(content)
      .replaceAll(SERVER.node, join(release, 'node_modules/node/bin/node'))
      .replaceAll(SERVER.checkout, release)
      .replace(/^(Environment=HOST=)127\.77\./m, '$1127.78.')
  },
  settle,
  afterSetup: databaseSteps,
}

async function copyCheckout({ root, release: { version } }: TargetInput): Promise<readonly Step[]> {
  const release = folderOf(version)
  const steps: Step[] = []
  if (!(await exists(join(root, 'node_modules/node/bin/node')))) {
    throw new ConfigError([`${root}: its packages are missing: npm ci`])
  }
  if (!(await exists(release))) {
    steps.push({
      does: 'create',
      what: release,
      async apply() {
        const unfinished = `${release}.in-progress`
        await rm(unfinished, { recursive: true, force: true })
        await mkdir(unfinished, { recursive: true })
        const filter = (path: string) => !LEFT_OUT.has(relative(root, path))
        await cp(root, unfinished, { recursive: true, filter, verbatimSymlinks: true })
        await rename(unfinished, release)
      },
    })
  }
  return steps
}

function folderOf(version: string): string {
  return join(dirname(SERVER.checkout), 'releases', version)
}

/** A link that is replaced in one move: nobody ever finds none. */
async function linkStep(link: string, target: string): Promise<readonly Step[]> {
  const there = (await exists(link)) ? await readlink(link) : undefined
  if (there === target) return []
  return [
    {
      does: there === undefined ? 'create' : 'change',
      what: `${link} -> ${target}`,
      async apply() {
        await rm(`${link}.next`, { force: true })
        await symlink(target, `${link}.next`)
        await rename(`${link}.next`, link)
      },
    },
  ]
}

async function settle({ commands, release: { version } }: TargetInput): Promise<readonly Step[]> {
  return [
    ...(await linkStep(SERVER.checkout, folderOf(version))),
    ...(await linkStep(dirname(dirname(SERVER.node)), join(SERVER.checkout, 'node_modules/node'))),
    {
      does: 'create',
      what: 'the users and folders of the services (those that are there stay)',
      async apply() {
        await commands.must('systemd-sysusers', ['/etc/sysusers.d/ai-data-analyst.sysusers.conf'])
        const folders = '/etc/tmpfiles.d/ai-data-analyst.tmpfiles.conf'
        await commands.must('systemd-tmpfiles', ['--create', folders])
      },
    },
  ]
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
