import { UsageError } from '#core/command.ts'

/** `stack --host H [--ssh-config FILE] <verb> …`, taken apart. */
export interface RemoteArguments {
  /** What ssh takes as its destination: a name of ssh_config(5), `user@host`, `ssh://user@host:port`. */
  readonly host: string
  /** A configuration for ssh instead of the person's own. */
  readonly sshConfig?: string
  /** What is run there: a verb and its arguments. */
  readonly args: readonly string[]
}

/** Nothing that ssh could take for an option, and nothing that a shell could read. */
const HOST = /^(ssh:\/\/)?[A-Za-z0-9_][\w.@:%[\]-]*$/

/** Reads arguments that begin with --host; undefined for all others, which are meant for this machine. */
export function remoteArguments(args: readonly string[]): RemoteArguments | undefined {
  const options: Record<string, string> = {}
  let rest = args
  for (;;) {
    const [option = '', next] = rest
    const [, name = '', value] = /^--(host|ssh-config)(?:=(.*))?$/s.exec(option) ?? []
    if (name === '') break
    options[name] = value ?? next ?? ''
    rest = rest.slice(value === undefined ? 2 : 1)
  }
  const { host, 'ssh-config': sshConfig } = options
  if (host === undefined) return undefined
  if (!HOST.test(host))
    throw new UsageError(`--host ${host}: give a name of ssh_config or user@host`)
  if (rest.length === 0) {
    throw new UsageError(`What is to be done at ${host}? Such as: stack --host ${host} status`)
  }
  return { host, args: rest, ...(sshConfig !== undefined && { sshConfig }) }
}
