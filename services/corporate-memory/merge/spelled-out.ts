/** Signs that change what a text says, as words; arrows, list marks and mark-up are none of them. */
const signs: readonly (readonly [RegExp, string])[] = [
  // Within a formula; elsewhere they mark lists and alternatives.
  [/(?<=[=:][^\n]{0,200}[\p{L}\p{N})`]\s?)[*×](?=\s?[\p{L}\p{N}(`])/gu, ' op-times '],
  [/(?<=[=:][^\n]{0,200}[\p{L}\p{N})`]\s)\/(?=\s[\p{L}\p{N}(`])/gu, ' op-divided '],
  [/(?<=[=:][^\n]{0,200}[\p{L}\p{N})`]\s)\+(?=\s[\p{L}\p{N}(`])/gu, ' op-plus '],
  [/!==?|<>|≠/g, ' not equals '],
  [/<=(?!>)|≤/g, ' lte '],
  [/(?<![-=])>=|≥/g, ' gte '],
  [/(?<![=<>!])={1,3}(?![=>])/g, ' equals '],
  [/(?<=\S )<(?=\s?[\p{L}\p{N}])(?![\p{L}/][^\s>]*>)/gu, ' lt '],
  [/(?<=\S )>(?=\s?[\p{L}\p{N}])/gu, ' gt '],
  [/%/g, ' percent '],
  [/€/g, ' eur '],
  [/£/g, ' gbp '],
  [/\$(?=\s?\d)|(?<=\d\s?)\$/g, ' usd '],
  [/(?<=^|[\s(=])[-−](?=\d)/g, ' minus '],
]

/** A text with the signs that tell it apart from another put into words: `!=` is not `=`, and 5 € are not 5 $. */
export function spelledOut(text: string): string {
  return signs.reduce((spelled, [sign, word]) => spelled.replace(sign, word), text)
}
