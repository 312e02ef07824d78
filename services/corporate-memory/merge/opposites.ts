/** Words of opposite or exclusive meaning; who names one side speaks of another thing. */
const opposites =
  'before/after enable/disable always/never include/exclude first/last min/max minimum/maximum increase/decrease ' +
  'ascending/descending daily/weekly/monthly/quarterly/yearly/hourly gross/net start/end local/utc/cet read/write ' +
  'allow/deny true/false inner/outer left/right prod/production/live/staging/sandbox/dev/development/test new/old internal/external ' +
  'public/private debit/credit inbound/outbound incoming/outgoing lower/upper above/below gt/lt/gte/lte hot/cold full/incremental ' +
  'buyer/seller customer/supplier customer/vendor import/export upload/download open/closed active/inactive manual/automatic ' +
  'monday/tuesday/wednesday/thursday/friday/saturday/sunday january/february/march/april/may/june/july/august/september/october/november/december ' +
  'seconds/minutes/hours/days/weeks/months/years bytes/kb/mb/gb/tb percent/absolute/eur/usd/czk/gbp/pln minus/plus eur/usd/czk/gbp/pln ' +
  'highest/lowest high/low buy/sell online/offline domestic/foreign earliest/latest early/late add/subtract weekday/weekend ' +
  'north/south/east/west summer/winter/spring/autumn thousand/million/billion required/optional planned/actual ' +
  'average/median/sum/count wholesale/retail morning/evening day/night accepted/rejected b2b/b2c more/fewer/less ' +
  'domácí/zahraniční přičítá/odečítá/minus přičte/odečte/minus plus/odečte/odečítá nákup/prodej aktivní/neaktivní první/poslední nejvyšší/nejnižší vyšší/nižší více/méně ráno/večer ' +
  'léto/zima přijaté/vydané povinné/volitelné hotově/kartou ' +
  'leden/únor/březen/duben/květen/červen/červenec/srpen/září/říjen/listopad/prosinec ' +
  'před/po denně/týdně/měsíčně hrubý/čistý nový/starý interní/externí pondělí/úterý/středa/čtvrtek/pátek'
const poleWords = new Set(opposites.split(/[ /]/))

/** Pairs `a|b` that contradict each other. */
export const contradictions = new Set(
  opposites.split(' ').flatMap((group) => {
    const sides = group.split('/')
    return sides.flatMap((a) => sides.filter((b) => b !== a).map((b) => `${a}|${b}`))
  }),
)

/** The words of a text that have an opposite, in the form that the pairs know. */
export function polesOf(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map(poleOf).filter((word) => poleWords.has(word)))
}

function poleOf(word: string): string {
  if (poleWords.has(word)) return word
  const bare = word.replace(/(?:d|s|ing|ed)$/, '')
  if (poleWords.has(bare)) return bare
  return poleWords.has(`${word}s`) ? `${word}s` : word
}
