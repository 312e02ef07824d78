import { createHash } from 'node:crypto'
import { oneLine, visibleText } from '#core/secret-scan/clean-text.ts'
import type { Block } from './block.ts'
import { Leads } from './leads.ts'

/** Lines that belong together, before they are judged. */
interface Piece {
  readonly line: number
  readonly lines: string[]
  readonly headings: readonly string[]
  kind: 'item' | 'paragraph' | 'table' | 'code' | 'heading'
}

const item = /^\s{0,12}(?:[-*+•]|\d{1,3}[.)])\s+\S/
const heading = /^(#{1,6})[ \t]+(\S.{0,300})/
const fence = /^\s*(```|~~~)/

/** Splits a note into blocks, in order. Equal texts get different hashes by their number. */
export function splitBlocks(note: string): readonly Block[] {
  const seen = new Map<string, number>()
  const leads = new Leads()
  return joinExamples(piecesOf(note)).map((piece) => {
    const raw = piece.lines.join('\n')
    const text = oneLine(visibleText(raw).replace(/<!--[\s\S]*?(-->|$)/g, ' '))
    const { headings, line, kind } = piece
    const { lead, scope } = leads.of(piece, text)
    const said = scope === '' ? text : `${scope}\n${text}`
    const number = seen.get(said) ?? 0
    seen.set(said, number + 1)
    const key = number === 0 ? said : `${said}\n${number}`
    const hash = createHash('sha256').update(key).digest('hex').slice(0, 16)
    return { hash, raw, text, headings, line, lead, scope, isHeading: kind === 'heading' }
  })
}

/** What a heading says, without its marks; empty for a line that is none. */
export function headingText(line: string): string {
  return oneLine(visibleText(heading.exec(line)?.[2] ?? '')).replace(/ ?#{1,20}$/, '')
}

function piecesOf(note: string): readonly Piece[] {
  const pieces: Piece[] = []
  const trail: { level: number; text: string }[] = []
  let open: Piece | undefined
  let closing: string | undefined
  const begin = (kind: Piece['kind'], line: number, text: string): void => {
    open = { kind, line, lines: [text], headings: trail.map((part) => part.text) }
    pieces.push(open)
  }
  note
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .forEach((text, index) => {
      const line = index + 1
      if (closing !== undefined) {
        open?.lines.push(text)
        if (text.trim().startsWith(closing)) [closing, open] = [undefined, undefined]
        return
      }
      const fenced = fence.exec(text)
      if (fenced) {
        begin('code', line, text)
        closing = fenced[1]
        return
      }
      const head = heading.exec(text)
      if (head) {
        const level = head[1]?.length ?? 1
        while ((trail.at(-1)?.level ?? 0) >= level) trail.pop()
        begin('heading', line, text)
        trail.push({ level, text: headingText(text) })
        open = undefined
        return
      }
      if (text.trim() === '' || /^\s*([-*_=]\s*){3,}$/.test(text)) {
        open = undefined
        return
      }
      if (item.test(text)) return begin('item', line, text)
      const isRow = /^\s*\|/.test(text)
      if (open && (isRow ? open.kind === 'table' : open.kind !== 'table')) open.lines.push(text)
      else begin(isRow ? 'table' : 'paragraph', line, text)
    })
  return pieces
}

/** An example belongs to the statement that leads to it. */
function joinExamples(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const before = joined.at(-1)
    const leads =
      before &&
      !['code', 'heading'].includes(before.kind) &&
      /[:：]\s*$/.test(before.lines.at(-1) ?? '')
    if (piece.kind === 'code' && leads) before.lines.push(...piece.lines)
    else joined.push(piece)
  }
  return joined
}
