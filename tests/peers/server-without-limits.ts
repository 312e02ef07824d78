import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const RUNTIME = '/usr/local/sbin/crun-without-limits'

const FILES: Readonly<Record<string, string>> = {
  [RUNTIME]: `#!/bin/sh
# Before its container is made: no limit can be set where the kernel has no controller for it.
for word; do
  [ "$before" = --bundle ] && sed -i 's/"resources":{/"leftOut":{/' "$word/config.json"
  before=$word
done
exec crun "$@"
`,
  '/etc/containers/containers.conf.d/without-limits.conf': `[engine]
runtime = "crun-without-limits"

[engine.runtimes]
crun-without-limits = ["${RUNTIME}"]
`,
}

/** Has the podman of a server leave out limits of memory, processes and processors, which its kernel does not offer. */
export async function withoutLimits(root: string): Promise<void> {
  for (const [path, content] of Object.entries(FILES)) {
    const file = join(root, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
    await chmod(file, path === RUNTIME ? 0o755 : 0o644)
  }
}
