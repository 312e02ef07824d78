import { stackModel } from '../../deploy/stack-model.ts'
import { modelOf } from '../deploy-input/model-of.ts'
import { remoteArguments } from '../remote/remote-arguments.ts'
import { runRemote } from '../remote/run-remote.ts'
import { interruptionOf } from './interruption.ts'
import type { CommandProcess } from './run-stack-command.ts'

/** Runs arguments that name a server there, and resolves with the exit code; undefined when they name none. */
export async function runElsewhere(
  root: string,
  args: readonly string[],
  host: CommandProcess,
  note: (line: string) => void,
): Promise<number | undefined> {
  const remote = remoteArguments(args)
  if (!remote) return undefined
  using interruption = interruptionOf(host)
  return await runRemote(remote, {
    root,
    signal: interruption.signal,
    terminal: host.stdin.isTTY && host.stdout.isTTY,
    note,
    model: async () => stackModel(await modelOf(root)),
  })
}
