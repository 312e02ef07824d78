import type { CommandInput } from '#core/command.ts'

/** Options as they were typed, for a command that passes them on. */
export function typedOptions({ values }: CommandInput, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const value = values[name]
    const all = Array.isArray(value) ? value : [value]
    return all.flatMap((one: unknown) =>
      one === true ? [`--${name}`] : typeof one === 'string' ? [`--${name}=${one}`] : [],
    )
  })
}
