import type { Context } from 'koa'

/** A part of the address that its route names, as `id` in `/items/:id`; empty where the route names none such. */
export function paramOf(ctx: Context, name: string): string {
  const { params } = ctx as { readonly params?: Readonly<Record<string, string | undefined>> }
  return params?.[name] ?? ''
}
