import { NotFound } from '#core/errors.ts'
import type { Service } from '#core/service.ts'
import { archiveFromEngine, archiveOf, carryImages, wouldCarry } from './carry-images.ts'
import { carryCode } from './carry-code.ts'
import type { RemoteArguments } from './remote-arguments.ts'
import { askMachine, type RemoteMachine } from './remote-machine.ts'
import { shellCommand, shellWord } from '#core/shell-word.ts'
import { openSsh, type SshConnection } from './ssh-connection.ts'

/** The verbs that bring this checkout's version to the server; all others run what is there. */
const BRINGS = new Set(['install', 'upgrade'])

/** What a command for a server needs of this one. */
export interface LocalSide {
  readonly root: string
  readonly signal: AbortSignal
  readonly terminal: boolean
  note(line: string): void
  /** What this checkout's version is made of, where images are to be carried. */
  model(): Promise<{ readonly services: readonly Service[]; readonly version: string }>
}

/**
 * Runs `stack <args>` on a server, with this terminal as its own, and resolves with its exit code. `install` and
 * `upgrade` carry this checkout and its images over first.
 */
export async function runRemote(
  { host, sshConfig, args }: RemoteArguments,
  local: LocalSide,
): Promise<number> {
  const server = { host, ...(sshConfig !== undefined && { sshConfig }) }
  await using ssh = await openSsh(server, local.signal, local.terminal)
  const machine = await askMachine(ssh)
  const [verb = ''] = args
  const brings = BRINGS.has(verb) && !args.some((word) => word === '--help' || word === '-h')
  // Awaited here, as below: the connection is closed when this function ends.
  if (brings) return await bring(args, machine, ssh, local)
  const { code } = machine
  if (code === undefined) {
    throw new NotFound('nothing_there', `${host} has no stack that could be asked.`, {
      remedy: `stack --host ${host} install --help says how it gets there.`,
    })
  }
  return await runThere(code, args, machine, ssh)
}

/** With --dry-run it is brought only for as long as the plan is made, and images are not brought at all. */
async function bring(
  args: readonly string[],
  machine: RemoteMachine,
  ssh: SshConnection,
  local: LocalSide,
): Promise<number> {
  await using carried = await carryCode(local.root, machine, ssh, local.note)
  const given = await withImages(args, machine, ssh, local)
  const code = args.includes('--dry-run') ? carried.folder : await carried.settle()
  return await runThere(code, given, machine, ssh)
}

function runThere(
  code: string,
  args: readonly string[],
  machine: RemoteMachine,
  ssh: SshConnection,
): Promise<number> {
  const sudo = needsSudo(args, machine) ? ['sudo', ...(ssh.terminal ? [] : ['-n']), '--'] : []
  const program = [`${code}/node_modules/node/bin/node`, `${code}/scripts/stack.ts`, ...args]
  return ssh.attach(`cd ${shellWord(code)} && exec ${shellCommand([...sudo, ...program])}`)
}

/** An installation of all is root's matter; one of a user's own is theirs. */
function needsSudo(args: readonly string[], { isRoot, installed }: RemoteMachine): boolean {
  return !isRoot && !args.includes('--rootless') && installed !== 'user'
}

/** Carries images for containers, and names their archive as it lies on the server. */
async function withImages(
  args: readonly string[],
  machine: RemoteMachine,
  ssh: SshConnection,
  { model, note }: LocalSide,
): Promise<readonly string[]> {
  const carry = args.includes('--dry-run') ? wouldCarry : carryImages
  const at = args.findIndex((word) => /^--images(=|$)/.test(word))
  if (at >= 0) {
    const [, inline] = /^--images=(.*)$/s.exec(args[at] ?? '') ?? []
    const path = await carry(archiveOf(inline ?? args[at + 1] ?? ''), machine, ssh, note)
    return args.toSpliced(at, inline === undefined ? 2 : 1, '--images', path)
  }
  const target = /--target[= ](\w+)/.exec(args.join(' '))?.[1] ?? machine.target ?? 'quadlet'
  if (target !== 'quadlet') return args
  const { services, version } = await model()
  const archive = archiveFromEngine(services, version)
  return [...args, '--images', await carry(archive, machine, ssh, note)]
}
