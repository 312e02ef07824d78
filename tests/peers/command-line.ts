import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import {
  runStackCommand,
  type CommandProcess,
} from '../../scripts/command-line/run-stack-command.ts'
import { openTestDatabase } from './postgres.ts'
import type { Ended } from './run-program.ts'
import { temporaryFolder } from './stack.ts'

const root = join(import.meta.dirname, '../..')

/** Runs `stack` in this process, as a shell that is no terminal would, on a checkout; `stopped` by Ctrl-C at its first note. */
export async function runStack(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  tree = root,
  stopped = false,
): Promise<Ended> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const { stdin, version } = process
  const host = Object.assign(new EventEmitter(), { env, stdin, stdout, stderr, version })
  if (stopped) stderr.once('readable', () => host.emit('SIGINT'))
  const code = await runStackCommand(tree, args, host as unknown as CommandProcess)
  assert.equal(host.eventNames().length, 0, 'signals are no longer listened to')
  const said = (stream: PassThrough) => String((stream.read() as Buffer | null) ?? '')
  return { code, out: said(stdout), err: said(stderr) }
}

/** The same with a state of its own: a database, folders, and an instance.yaml that says next to nothing. */
export async function openStackState() {
  await using opened = new AsyncDisposableStack()
  const { url, db, close } = await openTestDatabase()
  opened.defer(close)
  const folder = opened.use(await temporaryFolder())
  const env = { DATA_DIR: folder.path, CONFIG_DIR: folder.path, DATABASE_URL: url }
  const kept = opened.move()
  return {
    db,
    folder: folder.path,
    env,
    run: (...args: readonly string[]) => runStack(args, env),
    close: () => kept.disposeAsync(),
  }
}
