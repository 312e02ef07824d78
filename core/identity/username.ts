/** Names that belong to systems or roles: nobody gets one of them. */
const reserved = new Set(
  (
    'root admin administrator administrators daemon bin sys sync games man lp mail news uucp proxy ' +
    'www-data backup list irc nobody postgres mysql redis systemd sshd ssh git docker podman caddy ' +
    'nginx apache node deploy data data-ops everyone guest anonymous system support security webmaster ' +
    'postmaster hostmaster abuse api stack analyst test user users me self null undefined'
  ).split(' '),
)

/**
 * The names to try for an address, best first: its local part, made fit for a system's user name, then
 * the same with a number. Never ends, so that whoever asks finds a free one.
 */
export function* usernameCandidates(email: string): Generator<string> {
  const base =
    email
      .slice(0, email.lastIndexOf('@'))
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-')
      .slice(0, 28)
      .replace(/^[^a-z]+|[^a-z0-9]+$/g, '') || 'person'
  if (!reserved.has(base)) yield base
  for (let number = 2; ; number += 1) yield `${base}${number}`
}
