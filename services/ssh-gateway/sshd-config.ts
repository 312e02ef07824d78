import { join } from 'node:path'

/** What sshd is told about this place. */
export interface SshdPlaces {
  readonly address: string
  readonly port: number
  readonly hostKey: string
  readonly access: string
  /** The command that every connection gets, whatever it asks for. */
  readonly command: readonly string[]
}

/**
 * The configuration of an sshd that runs as an ordinary user (sshd_config(5)): keys alone, one command, no
 * forwarding, no terminal, nothing of the environment. `more` is for lines that older versions do not know.
 */
export function sshdConfig(places: SshdPlaces, more: readonly string[] = []): string {
  return [
    `ListenAddress ${places.address}:${places.port}`,
    `HostKey ${places.hostKey}`,
    `AuthorizedKeysFile ${join(places.access, 'keys', '%u')}`,
    // The files belong to the service that writes them; here they are mounted read-only.
    'StrictModes no',
    'PidFile none',
    'UsePAM no',
    'AuthenticationMethods publickey',
    'PubkeyAuthentication yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'HostbasedAuthentication no',
    'RequiredRSASize 3072',
    `ForceCommand exec ${places.command.join(' ')}`,
    'ExposeAuthInfo yes',
    'DisableForwarding yes',
    'PermitTTY no',
    'PermitTunnel no',
    'PermitUserRC no',
    'PermitUserEnvironment no',
    // Without a subsystem of this name sshd refuses before the command is asked.
    'Subsystem sftp /usr/lib/openssh/sftp-server',
    'MaxAuthTries 6',
    'MaxSessions 4',
    'MaxStartups 20:30:100',
    'LoginGraceTime 20',
    'ClientAliveInterval 30',
    'ClientAliveCountMax 4',
    // A connection that asks for nothing is nobody's.
    'UnusedConnectionTimeout 10s',
    'LogLevel INFO',
    ...more,
    '',
  ].join('\n')
}
