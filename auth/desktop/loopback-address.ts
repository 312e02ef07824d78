import { z } from 'zod'

/**
 * Where a program on the person's own machine waits for its code: `http`, the IP literal of the
 * loopback, any port, the path `/callback` (RFC 8252 section 7.3; `localhost` may be another machine,
 * section 8.3). Compared as text, so that no two parsers can read it differently.
 */
export const loopbackAddress = z
  .string()
  .regex(/^http:\/\/(127\.0\.0\.1|\[::1\]):[1-9]\d{0,4}\/callback$/)
  .refine((text) => Number(/:(\d+)\/callback$/.exec(text)?.[1]) <= 65_535)
