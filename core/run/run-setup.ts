import { readEnv } from '../env.ts'
import { findPaths } from '../paths.ts'
import { openSecrets } from '../secrets.ts'
import type { SetupModule } from '../service.ts'
import { checkMounts } from './check-mounts.ts'
import { COMMITTED_MANIFESTS, readManifests } from './manifests-file.ts'
import { rootOf } from './root-of.ts'
import { runProgram } from './run-program.ts'
import { stackEnv } from './stack-env.ts'

/** The owner and the group that everything of ours runs in read a secret; nobody writes it again. */
const GROUP_READS = 0o440

/** What `main.ts` of a part of kind `setup` does as a program: its work, once. */
export function runSetup(dir: string, { setUp }: SetupModule): Promise<never> {
  return runProgram(async (log) => {
    const rawEnv = process.env
    checkMounts(rawEnv)
    const root = rootOf(dir)
    const { secretsDir } = findPaths(root, readEnv(stackEnv, rawEnv))
    const secrets = openSecrets({ dir: secretsDir, rawEnv, mode: GROUP_READS })
    const image = await readManifests(root)
    const manifests = image.length > 0 ? image : await readManifests(root, COMMITTED_MANIFESTS)
    log.info(await setUp({ manifests, secrets, log }))
  })
}
