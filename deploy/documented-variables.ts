import type { AuthProvider } from '#core/auth.ts'
import type { EnvDeclarations } from '#core/env.ts'
import type { Service } from '#core/service.ts'

/** Variables of one owner, for the reference page and .env.example. */
export interface VariableGroup {
  readonly title: string
  readonly variables: EnvDeclarations
}

/** All variables of an installation, grouped by who reads them; owners without any are left out. */
export function documentedVariables(
  stack: EnvDeclarations,
  services: readonly Service[],
  providers: readonly AuthProvider[],
): readonly VariableGroup[] {
  return [
    { title: 'The stack', variables: stack },
    ...services.map(({ title, env }) => ({ title, variables: (env ?? {}) as EnvDeclarations })),
    ...providers.map(({ displayName, env }) => ({
      title: `Sign-in: ${displayName}`,
      variables: env ?? {},
    })),
  ].filter(({ variables }) => Object.keys(variables).length > 0)
}
