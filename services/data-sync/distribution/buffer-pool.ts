/** Buffers that are used again: new memory of this size costs more than the bytes that go through it. */
export interface BufferPool {
  /** A buffer whose content is whatever was in it before. */
  take(): Buffer
  /** For a buffer that nobody reads or writes any more. */
  giveBack(buffer: Buffer): void
}

/** Buffers of `bytes` bytes each, of which at most `kept` lie idle. */
export function bufferPool(bytes: number, kept: number): BufferPool {
  const idle: Buffer[] = []
  return {
    take: () => idle.pop() ?? Buffer.allocUnsafeSlow(bytes),
    giveBack(buffer) {
      if (idle.length < kept) idle.push(buffer)
    },
  }
}
