import { readEnv } from '../env.ts'
import { findPaths } from '../paths.ts'
import { openSecrets } from '../secrets.ts'
import type { SetupModule } from '../service.ts'
import { checkMounts } from './check-mounts.ts'
import { COMMITTED_MANIFESTS, readManifests } from './manifests-file.ts'
import { rootOf } from './root-of.ts'
import { runProgram } from './run-program.ts'
import { secretGroup } from './secret-group.ts'
import { stackEnv } from './stack-env.ts'

/** The owner and the group of a secret's readers read it; nobody writes it again. */
const GROUP_READS = 0o440

/** In containers this process is in the group of each secret; plain units get theirs from systemd. */
function groupOf(secret: string): number | undefined {
  const group = secretGroup(secret)
  return process.getgroups?.().includes(group) ? group : undefined
}

/** What `main.ts` of a part of kind `setup` does as a program: its work, once. */
export function runSetup(dir: string, { setUp }: SetupModule): Promise<never> {
  return runProgram(async (log) => {
    const rawEnv = process.env
    checkMounts(rawEnv)
    const root = rootOf(dir)
    const { secretsDir } = findPaths(root, readEnv(stackEnv, rawEnv))
    const secrets = openSecrets({ dir: secretsDir, rawEnv, mode: GROUP_READS, groupOf })
    const image = await readManifests(root)
    const manifests = image.length > 0 ? image : await readManifests(root, COMMITTED_MANIFESTS)
    log.info(await setUp({ manifests, secrets, log }))
  })
}
