import { join } from 'node:path'

/** The environment of a script: nothing of ours is in it. */
export function scriptEnvironment(scratch: string, bin: string): Readonly<Record<string, string>> {
  return {
    PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`,
    HOME: scratch,
    SCRATCH: scratch,
    TMPDIR: scratch,
    MPLCONFIGDIR: join(scratch, '.matplotlib'),
    LANG: 'C.UTF-8',
    // DuckDB would look into /proc for its limits and dies where that is refused; these it asks first.
    SLURM_MEM_PER_NODE: '512',
    SLURM_CPUS_ON_NODE: '1',
    // Numpy would start a thread for each processor, which on a large machine are more than a script may have.
    OMP_NUM_THREADS: '1',
    OPENBLAS_NUM_THREADS: '1',
    // The C library would set 64 MB of addresses aside for each thread, and the limit counts addresses.
    MALLOC_ARENA_MAX: '1',
  }
}
