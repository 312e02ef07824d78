import type { CommandContext } from '#core/command.ts'
import type { ServerHere } from './installed.ts'
import { runOnServer } from './on-server.ts'
import { backupsFolder } from './server-layout.ts'
import { withServerLock } from './server-lock.ts'
import type { StateHere } from './state-here.ts'
import { withUnitsStopped } from './with-units-stopped.ts'

/** The state of what `stack install` made. */
export function installedState(server: ServerHere, context: CommandContext): StateHere {
  return {
    backups: backupsFolder(server.layout),
    run: (args, how) => runOnServer(server, args, context, how),
    whileStopped: (work) =>
      withServerLock(server.layout, false, () => withUnitsStopped(server, work, context)),
  }
}
