/** Text of somebody else's for a terminal, which must not be steered by it (ECMA-48 control characters). */
export function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd')
}
