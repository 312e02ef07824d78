/** What a passkey keeps of its owner: the bytes of the person's id, which say nothing about them. */
export function userHandle(personId: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(personId.replaceAll('-', ''), 'hex'))
}

/** Whether a passkey's answer names this person. */
export function isUserHandle(given: string, personId: string): boolean {
  return Buffer.from(given, 'base64url').equals(userHandle(personId))
}
