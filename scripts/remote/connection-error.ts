import { UpstreamError } from '#core/errors.ts'

interface Cause {
  /** What ssh says. */
  readonly said: RegExp
  readonly code: string
  readonly remedy: (host: string) => string
}

const causes: readonly Cause[] = [
  {
    said: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    code: 'host_key_changed',
    remedy: (host) =>
      `Find out why before anything else. If the server was made anew: ssh-keygen -R ${host}`,
  },
  {
    said: /Host key verification failed|No \S+ host key is known/,
    code: 'host_key_unknown',
    remedy: (host) => `Run ssh ${host} once, compare the fingerprint, and answer yes.`,
  },
  {
    said: /Permission denied/,
    code: 'ssh_refused',
    remedy: () => 'Which key and user are right stands in ~/.ssh/config: IdentityFile, User.',
  },
  {
    said: /Could not resolve|Connection refused|timed out|No route to host|unreachable/i,
    code: 'server_unreachable',
    remedy: () =>
      'Is the name right, does the server run, and does a firewall let port 22 through?',
  },
]

/** Why a server could not be reached, out of what ssh said, with what to do. */
export function connectionError(host: string, said: string): UpstreamError {
  const lines = said
    .trim()
    .split(/\r?\n/)
    .filter((line) => !/^@+/.test(line))
  const cause = causes.find((one) => one.said.test(said))
  return new UpstreamError(
    cause?.code ?? 'ssh_failed',
    `${host}: ${lines.at(-1) || 'ssh failed'}`,
    {
      remedy: cause?.remedy(host) ?? `ssh -v ${host} says more.`,
    },
  )
}
