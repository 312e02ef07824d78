import { open } from 'node:fs/promises'
import type { Slice } from '#core/connector.ts'
import { ConfigError, UpstreamError } from '#core/errors.ts'
import { sliceBytes } from './slice-bytes.ts'

/**
 * The slice itself when it is UTF-8, else a copy at `target` that is. Labels are those of the WHATWG
 * Encoding Standard, which covers UTF-16, windows-125x and iso-8859-x.
 * @throws {UpstreamError} `wrong_encoding` when the bytes are not of the named encoding.
 */
export async function utf8Slice(slice: Slice, target: string): Promise<Slice> {
  const label = slice.dialect?.encoding ?? 'utf-8'
  const decoder = decoderOf(label)
  if (decoder.encoding === 'utf-8') return slice
  await using file = await open(target, 'w')
  let bytes = 0
  try {
    for await (const chunk of sliceBytes(slice)) {
      // Not write(), which may take a part only, as on a disk that is nearly full.
      await file.writeFile(decoder.decode(chunk, { stream: true }))
      bytes += chunk.length
    }
    await file.writeFile(decoder.decode())
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw wrongEncoding(`a byte after the first ${bytes} bytes is not ${label}`, cause)
  }
  const { compression: _, ...plain } = slice
  return { ...plain, path: target, bytes: (await file.stat()).size }
}

/** The error for bytes that are not what the operator, or the default, says they are. */
export function wrongEncoding(where: string, cause?: unknown): UpstreamError {
  return new UpstreamError('wrong_encoding', `The file is in another encoding: ${where}`, {
    remedy: 'Name it in the options of the table, for example `encoding: windows-1250`.',
    cause,
  })
}

function decoderOf(label: string): TextDecoder {
  try {
    return new TextDecoder(label, { fatal: true })
  } catch {
    throw new ConfigError([
      `encoding: ${JSON.stringify(label)} is not known; for example windows-1250`,
    ])
  }
}
