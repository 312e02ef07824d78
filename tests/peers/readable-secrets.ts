/** What a shell in a container prints: the name of each secret that it can read, a line each. */
export const READABLE_SECRETS =
  'cd /secrets && for name in *; do cat "$name" >/dev/null 2>&1 && echo "$name"; done; true'
