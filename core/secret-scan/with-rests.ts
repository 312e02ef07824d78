/** Stand around the number of a mark while the rest is still searched: no text holds them. */
export const [OPEN, CLOSE] = ['\ue000', '\ue001']

/** What a mark goes on with: the rest of a value that was cut in two by code, by a line's end or by a sign. */
export function withRests(text: string): string {
  return (
    withoutParts(text)
      .replace(
        /(\ue001)(?:["'] ?\+ ?["'][^"'\n]{1,200}|\\\n[ \t]{0,40}\S{1,200}|[\w~.+/%-]{2,200})/g,
        '$1',
      )
      // What it was changed to, the rest of a quotation, and the line before that was broken.
      .replace(
        /(\ue001["'`*~]{0,4}\s(?:(?:->|→|to|na|auf|za|by)\s)?["'`*]{0,3})(?=[\p{L}\d][^\s"'`,;)]{0,60}(?:\d|-\p{L}+-|\p{Ll}\p{Lu}|\s\(|["'`]|$))[\p{L}\d][^\s"'`,;)]{5,60}/gmu,
        '$1…',
      )
      .replace(/(["'`„“]\ue000\d+\ue001)[^"'`“”\n]{1,120}(?=["'`“”])/g, '$1')
      .replace(/[\w.~+/%-]{5,200}\\?(\n[ \t>|-]{0,40}["']?\ue000)/g, '$1')
      .replace(/(\ue001)(?: [a-zà-ž]{3,12}){2,11}(?=\s*(?:$|[\n"'`),.;|(–-]))/gmu, '$1')
      .replace(/[^"'\s]{1,200}["'] ?\+ ?["'](\ue000)/g, '$1')
  )
}

/** One piece of a key, as it stands between quotation marks. */
const piece = String.raw`["'\x60](?=[^"'\x60\s]{0,60}[\d_])[\w./+=-]{6,200}["'\x60]`
const marked = String.raw`["'\x60][^"'\x60\s]{0,200}\ue000\d+\ue001[^"'\x60\s]{0,200}["'\x60]`
const between = String.raw`[\s,+.\\]{1,12}`

const pieces = new RegExp(
  String.raw`(?:${piece}${between}){1,8}(?=${marked})|(?<=\ue001[^"'\x60\s]{0,200}["'\x60])(?:${between}${piece}){1,8}`,
  'g',
)
/** `1/3 abc`, `(2/3) def`, `| 3/3 | ghi |`: one of several parts. */
const numbered =
  /^(?=[^\n\d]{0,12}\d\/\d(?!\d))([^\n]{0,60}?\d\/\d\)?[\s|:.)-]{0,6}["'`]?)[^\s"'`|]{4,200}/gm
/** A quotation that is no sentence and no address: what stands around a mark in it is of the same value. */
const around =
  /(["'`])(?![a-z+.-]{2,20}:\/\/)([^"'`\s]{0,200})((?:\ue000\d+\ue001[^"'`\s]{0,200}){1,8})\1/g

/** The parts of a value of which one was found. */
function withoutParts(text: string): string {
  if (!text.includes(OPEN)) return text
  return text
    .split(/(\n[ \t]{0,20}\n)/)
    .map((paragraph) =>
      paragraph.includes(OPEN)
        ? paragraph
            .replace(pieces, '')
            .replace(numbered, '$1…')
            .replace(around, (_whole, quote: string, _before: string, marks: string) => {
              const [only] = marks.match(/\ue000\d+\ue001/) ?? []
              return `${quote}${only ?? ''}${quote}`
            })
        : paragraph,
    )
    .join('')
}
