import type { EnvDeclarations } from '#core/env.ts'
import { containerVariables } from './container-variables.ts'
import type { StackModel } from './stack-model.ts'

/** Variables of one owner, for the reference page and .env.example. */
export interface VariableGroup {
  readonly title: string
  readonly variables: EnvDeclarations
}

/** All variables of an installation, grouped by who reads them; owners without any are left out. */
export function documentedVariables({
  stackEnv,
  services,
  providers,
  version,
}: StackModel): readonly VariableGroup[] {
  return [
    { title: 'The stack', variables: stackEnv },
    { title: 'Containers', variables: containerVariables(services, version) },
    ...services.map(({ title, env }) => ({ title, variables: (env ?? {}) as EnvDeclarations })),
    ...providers.map(({ displayName, env }) => ({
      title: `Sign-in: ${displayName}`,
      variables: env ?? {},
    })),
  ].filter(({ variables }) => Object.keys(variables).length > 0)
}
