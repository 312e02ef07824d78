import { runSetup } from '#core/run/run-setup.ts'
import type { SetupDeps } from '#core/service.ts'

/** Makes each secret that a manifest names and that is not there yet; one that is there is left alone. */
export function setUp({ manifests, secrets }: SetupDeps): Promise<string> {
  const wanted = new Map(manifests.flatMap((manifest) => Object.entries(manifest.secrets ?? {})))
  for (const [name, kind] of wanted) {
    if (kind === 'ed25519') secrets.signingKey(name)
    else secrets.text(name)
  }
  return Promise.resolve(
    `${wanted.size} secrets are in place: ${[...wanted.keys()].sort().join(', ')}`,
  )
}

if (import.meta.main) await runSetup(import.meta.dirname, { setUp })
