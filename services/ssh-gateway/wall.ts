import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { View } from './make-view.ts'

/** What rsync and sftp-server need of the system to start; passwd is that of the image and names no person. */
const systemFolders = ['/usr', '/lib', '/lib64', '/bin']
const systemFiles = ['/etc/ld.so.cache', '/etc/nsswitch.conf', '/etc/passwd']

/**
 * The command in front of a program that lets it read the view and the objects behind it, and nothing else
 * (Landlock, by setpriv of util-linux 2.40 or later): a hole in rsync or in our reading of its command then
 * leads nowhere.
 */
export function wallCommand({ path, objects }: Pick<View, 'path' | 'objects'>): readonly string[] {
  return [
    'setpriv',
    '--no-new-privs',
    '--landlock-access',
    'fs',
    ...systemFolders
      .filter(existsSync)
      .flatMap((folder) => rule('execute,read-file,read-dir', folder)),
    ...systemFiles.filter(existsSync).flatMap((file) => rule('read-file', file)),
    ...rule('read-file,write-file', '/dev/null'),
    ...rule('read-dir', path),
    ...objects.filter(existsSync).flatMap((object) => rule('read-file', object)),
    '--',
  ]
}

/** Whether the wall holds here: undefined when it does, else why it does not. */
export function whyNoWall(): string | undefined {
  const attempt = (program: readonly string[]) => {
    const [command = '', ...args] = [...wallCommand({ path: '/usr', objects: [] }), ...program]
    return spawnSync(command, args, { encoding: 'utf8' })
  }
  const { status, stderr, error } = attempt(['true'])
  if (error || status !== 0) return `no Landlock: ${error?.message ?? stderr.trim()}`
  return attempt(['cat', '/etc/debian_version']).status === 0 ? 'the wall lets through' : undefined
}

function rule(accesses: string, path: string): readonly string[] {
  return ['--landlock-rule', `path-beneath:${accesses}:${path}`]
}
