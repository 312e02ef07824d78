import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '#core/errors.ts'
import { staysHere } from '../command-line/stays-here.ts'
import { outputOf } from './local-source.ts'
import type { RemoteMachine } from './remote-machine.ts'
import { shellWord } from '#core/shell-word.ts'
import type { SshConnection } from './ssh-connection.ts'

/** Code that was carried to a server: where it lies until it is settled there or disposed of. */
export interface CarriedCode extends AsyncDisposable {
  readonly folder: string
  /** Makes it the code of all later commands; what was there stays as `previous`. Resolves with the new folder. */
  settle(): Promise<string>
}

/**
 * Carries this checkout to a server, beside the one that is there, and its packages, Node among them, where the server
 * has others. A ConfigError when the packages do not fit.
 */
export async function carryCode(
  root: string,
  { platform, folder, packages }: RemoteMachine,
  ssh: SshConnection,
  note: (line: string) => void,
): Promise<CarriedCode> {
  const own = `${process.platform} ${process.arch}`
  if (platform !== own) {
    throw new ConfigError([
      `${ssh.host} is ${platform} and this machine ${own}: packages of one do not run on the other; ` +
        'clone the repository there and run stack on it',
    ])
  }
  const next = `${folder}/next`
  const entries = (await readdir(root)).filter(
    (name) => !staysHere(name) && name !== 'node_modules',
  )
  note(`carrying this checkout to ${ssh.host}:${folder}`)
  await sendTar(root, entries, ssh, `rm -rf ${shellWord(next)} && ${unpack(next)}`)
  const mark = await readFile(join(root, 'node_modules/.installed-lock'), 'utf8')
  const current = `${folder}/current`
  const known = shellWord(`${current}/node_modules`)
  const place = shellWord(`${next}/node_modules`)
  if (packages === mark) await ssh.read(`ln -s ${known} ${place}`)
  else {
    note('carrying its packages, once for each set of them; this takes a while')
    await sendTar(root, ['node_modules'], ssh, unpack(next))
  }
  const [now, was, coming] = [current, `${folder}/previous`, next].map(shellWord)
  return {
    folder: next,
    async settle() {
      const own = packages === mark ? `rm ${place} && mv ${known} ${coming} && ` : ''
      await ssh.read(
        `${own}rm -rf ${was} && if test -e ${now}; then mv ${now} ${was}; fi && mv ${coming} ${now}`,
      )
      return current
    },
    [Symbol.asyncDispose]: async () => void (await ssh.read(`rm -rf ${coming}`)),
  }
}

function unpack(folder: string): string {
  return `mkdir -p ${shellWord(folder)} && tar -xzf - -C ${shellWord(folder)}`
}

async function sendTar(
  root: string,
  entries: readonly string[],
  ssh: SshConnection,
  script: string,
): Promise<void> {
  const tar = outputOf('tar', ['-czf', '-', '-C', root, '--', ...entries])
  await ssh.send(tar.stream, script)
  await tar.whole()
}
