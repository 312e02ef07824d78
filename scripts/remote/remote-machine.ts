import { UpstreamError } from '#core/errors.ts'
import type { SshConnection } from './ssh-connection.ts'

/** What a server is and has, asked in one go. */
export interface RemoteMachine {
  /** As Node names them: `linux x64`. */
  readonly platform: string
  readonly isRoot: boolean
  /** Where what is carried over lies: an absolute path in the user's home. */
  readonly folder: string
  /** The folder of the code that is run there; undefined when there is none. */
  readonly code: string | undefined
  /** The mark of the packages that lie beside carried code (scripts/install.js). */
  readonly packages: string
  /** Archives of images that were carried before. */
  readonly archives: readonly string[]
  /** How the stack is installed there, as far as it may be read. */
  readonly installed: 'system' | 'user' | undefined
  readonly target: string | undefined
}

/** Where code lies that was carried over, and where `stack install` puts that of plain units. */
const PROBE = `
folder="$HOME/ai-data-analyst"
echo "system=$(uname -s)"
echo "machine=$(uname -m)"
echo "user=$(id -u)"
echo "folder=$folder"
for code in "$folder/current" /opt/ai-data-analyst/current; do
  if test -f "$code/scripts/stack.ts"; then echo "code=$code"; break; fi
done
echo "packages=$(cat "$folder/current/node_modules/.installed-lock" 2>/dev/null)"
for archive in "$folder"/images-*.tar; do if test -f "$archive"; then echo "archive=$archive"; fi; done
user="$HOME/.local/share/ai-data-analyst/installed.json"
system=/var/lib/ai-data-analyst/installed.json
if test -f "$user"; then echo installed=user; record="$user"; fi
if test -f "$system"; then echo installed=system; record="$system"; fi
if test -n "\${record-}"; then sed -n 's/.*"target": *"\\([a-z]*\\)".*/target=\\1/p' "$record" 2>/dev/null; fi
exit 0
`

const MACHINES: Readonly<Record<string, string>> = {
  x86_64: 'x64',
  aarch64: 'arm64',
  arm64: 'arm64',
}

/** Asks a server what it is and has. */
export async function askMachine(ssh: SshConnection): Promise<RemoteMachine> {
  const lines = (await ssh.read(PROBE)).split('\n').map((line) => {
    const at = line.indexOf('=')
    return [line.slice(0, at), line.slice(at + 1)] as const
  })
  const all = (name: string) => lines.filter(([key]) => key === name).map(([, value]) => value)
  const one = (name: string) => all(name).at(-1) ?? ''
  if (!one('folder').startsWith('/')) {
    throw new UpstreamError('not_a_server', `${ssh.host} has no shell that answers`, {
      remedy: 'The user’s login shell must be a POSIX one, and print nothing by itself.',
    })
  }
  const installed = one('installed')
  return {
    platform: `${one('system').toLowerCase()} ${MACHINES[one('machine')] ?? one('machine')}`,
    isRoot: one('user') === '0',
    folder: one('folder'),
    code: one('code') || undefined,
    packages: one('packages'),
    archives: all('archive'),
    installed: installed === 'system' || installed === 'user' ? installed : undefined,
    target: one('target') || undefined,
  }
}
