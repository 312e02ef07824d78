import type { RawEnv } from '#core/env.ts'

/**
 * What is wrong with the operator's variables, by the file that they stand in: one that says where a container's port is
 * published, and is empty. In a unit that takes the place of the default, and podman would open the port to everybody.
 */
export function emptyAddresses(
  files: readonly { readonly name: string; readonly content: string }[],
  given: ReadonlyMap<string, RawEnv>,
): readonly string[] {
  const published = files.flatMap(({ content }) =>
    [...content.matchAll(/^PublishPort=.*$/gm)].flatMap(([line]) =>
      [...line.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name),
    ),
  )
  return [...given].flatMap(([path, variables]) =>
    [...new Set(published)]
      .filter((name) => variables[name]?.trim() === '')
      .map((name) => `${path}: ${name} is empty: give it a value, or leave the line out`),
  )
}
