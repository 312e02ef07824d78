import { ConfigError } from '#core/errors.ts'
import type { Service } from '#core/service.ts'
import { SECRETS_DIR } from './stores-of.ts'

/** The fixed variables of a part that is not ours, each `${secret:NAME}` as the path of that secret. */
export function fixedVariables({
  id,
  container,
  secrets,
}: Service): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(container?.env ?? {}).map(([name, text]) => [
      name,
      text.replaceAll(/\$\{secret:([^}]*)\}/g, (_whole, secret: string) => {
        if (secrets?.[secret]) return `${SECRETS_DIR}/${secret}`
        throw new ConfigError([
          `services/${id}: ${name} names ${secret}, which is not in its secrets`,
        ])
      }),
    ]),
  )
}
