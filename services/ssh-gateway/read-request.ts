import { Refusal } from './refusal.ts'

/** What a connection asks for: files by rsync, or by sftp, which the newer scp speaks too. */
export type Request =
  { readonly program: 'rsync'; readonly args: readonly string[] } | { readonly program: 'sftp' }

/** Nothing else ever occurs in what rsync sends for the files that are here. */
const PLAIN = /^[\w./,=:~@+-]+( [\w./,=:~@+-]+)*$/

/**
 * The letters that a receiving rsync sends on (options.c, server_options), and its capabilities after `e`.
 * Not among them: `s`, which would send the paths where nobody has looked at them.
 */
const LETTERS = /^-[vqnlLdDWIcuRCxSzpEAXogtUNHrOJkKby]*(e[\d.]*[A-Za-z]*)?$/

/** Long options that change how files are sent, and not which. */
const LONG = [
  /^--(checksum-seed|timeout|bwlimit|block-size|compress-level|modify-window|max-alloc)=\d+[KMGkmg]?$/,
  /^--(compress-choice|checksum-choice)=[a-z0-9,]+$/,
  /^--log-format=[a-zA-Z%]*$/,
  /^--(partial|inplace|append|append-verify|numeric-ids|ignore-errors|no-implied-dirs)$/,
  /^--(copy-unsafe-links|safe-links|dirs|list-only|no-r|no-inc-recursive|old-compress|new-compress)$/,
  /^--(delete(-before|-during|-delay|-after|-excluded)?|force|size-only|ignore-existing|existing)$/,
  /^-B\d+$/,
]

/** Reads the command of a connection; a Refusal, in words for its sender, for all but reading files. */
export function readRequest(command: string | undefined): Request {
  if (command === undefined || command.trim() === '') {
    throw new Refusal('there is no shell here; rsync reads your tables: rsync -a …:server/ server/')
  }
  if (command === '/usr/lib/openssh/sftp-server' || command === 'internal-sftp') {
    return { program: 'sftp' }
  }
  if (!PLAIN.test(command)) {
    throw new Refusal('name files and folders in plain letters, without patterns and quotes')
  }
  const [program, server, sender, ...rest] = command.split(' ')
  if (program !== 'rsync' || server !== '--server') {
    throw new Refusal('only rsync and sftp are answered here, and no other command')
  }
  if (sender !== '--sender') throw new Refusal('nothing can be written here: it is for reading')
  const dot = rest.indexOf('.')
  const [options, paths] = [rest.slice(0, dot), rest.slice(dot + 1)]
  if (dot === -1 || paths.length === 0) throw new Refusal('rsync named no path')
  return { program, args: [...options.map(checkOption), '--copy-links', '.', ...paths.map(inside)] }
}

function checkOption(option: string): string {
  if (LETTERS.test(option) || LONG.some((known) => known.test(option))) return option
  if (/^-\w*s/.test(option)) throw new Refusal('call rsync without -s (--secluded-args)')
  throw new Refusal(`rsync's option ${option} is not answered here`)
}

/** A path within the person's own view, which is their home. */
function inside(path: string): string {
  const relative = path.replace(/^~(\/+|$)/, '').replace(/^(\.\/+)+/, '')
  if (relative.startsWith('/') || relative.startsWith('~')) {
    throw new Refusal(`${path}: name it from your own folder on, such as server/parquet/`)
  }
  if (relative.split('/').includes('..')) throw new Refusal(`${path}: there is no way up from here`)
  if (relative.startsWith('-')) throw new Refusal(`${path} is an option in the place of a path`)
  return relative === '' ? './' : relative
}
