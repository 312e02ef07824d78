import { z } from 'zod'

/** Of an address: how many rows stand before the first that is shown. What is no such number is none. */
export const rowsBefore = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).catch(0)
