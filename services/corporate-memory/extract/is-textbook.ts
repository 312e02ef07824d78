import { wordsOf } from './words.ts'

/** Longer sentences say something of their own. */
const MOST_WORDS = 12

/** What textbooks speak of, and all the words that they need for it; a number, a name or a rule is none of them. */
const textbooks = [
  {
    subjects:
      'select insert join union where having distinct count sum avg min max index indexes indices view views database databases query queries primary foreign key keys table tables excel spreadsheet spreadsheets sql python pandas csv json comment comments chart charts ' +
      'databáze tabulka tabulky sloupec index indexy pohled dotaz dotazy primární cizí klíč komentář komentáře graf grafy',
    objects:
      'data table tables row rows column columns cell cells sheet sheets value values number numbers text file files format list set result results query queries language tool program spreadsheet faster quickly uniquely unique sorted saved dashes line lines condition conditions database sql programming ' +
      'databázi databáze tabulek tabulky tabulku tabulce sloupců sloupce sloupci sloupec řádků řádky řádek řádku buněk hodnot hodnoty hodnotu čísla text textu soubor formát seznam výsledek dotazů dotazy rychlejší rychleji jednoznačně dvěma pomlčkami podmínky podmínku jazyk nástroj program',
  },
  {
    subjects:
      'invoice invoices receipt credit note profit loss asset assets liability liabilities balance sheet depreciation ' +
      'faktura faktury účtenka dobropis zisk ztráta rozvaha odpisy aktiva pasiva',
    objects:
      'document documents accounting legal revenue revenues income minus cost costs expenses assets liabilities money company owns owes summary report ' +
      'účetní daňový doklad doklady dokument výnosy příjmy minus náklady výdaje majetek závazky peníze firma firmy přehled',
  },
  {
    subjects: 'median mean average mode percentile variance medián průměr modus rozptyl percentil',
    objects:
      'middle value values sorted list series sum divided number count most common frequent spread data ' +
      'prostřední střední hodnota hodnot hodnoty seřazené řady řadě součet dělený počtem jejich nejčastější dat',
  },
  {
    subjects: 'year week rok týden',
    objects:
      'twelve months four quarters seven days dvanáct měsíců čtyři čtvrtletí kvartály sedm dní dnů',
  },
].map(({ subjects, objects }) => ({
  subjects: new Set(subjects.split(' ')),
  objects: new Set(objects.split(' ')),
}))

const verbs = new Set(
  (
    'is are has have reads adds sums counts joins connects links combines merges sorts orders filters groups returns removes stores holds contains consists makes speeds identifies begins starts means shows keeps measures lists ' +
    'je jsou má mají čte načte načítá sečte sčítá spočítá počítá spojuje spojí řadí seřadí filtruje seskupí seskupuje vrací vrátí ukládá obsahuje skládá tvoří zrychlí zrychluje zrychlují identifikuje určuje začíná začínají znamená ukazuje odstraní měří'
  ).split(' '),
)
const glue = new Set(
  'a an the of in and or to from with by up at as that se si z ze v ve na do i nebo s k u jako podle'.split(
    ' ',
  ),
)

/** Whether a sentence says what a textbook says of its subject, in the words of one alone: what helps nobody who knows the trade. */
export function isTextbook(text: string): boolean {
  const [first = '', ...rest] = wordsOf(text)
  const words = /^an?$/.test(first) ? rest : [first, ...rest]
  const verb = words.findIndex((word) => verbs.has(word))
  if (verb < 1 || words.length > MOST_WORDS) return false
  return textbooks.some(({ subjects, objects }) => {
    const isKnown = (word: string) => glue.has(word) || verbs.has(word) || objects.has(word)
    const about = words.slice(0, verb)
    return (
      about.some((word) => subjects.has(word)) &&
      about.every((word) => subjects.has(word) || glue.has(word)) &&
      words.slice(verb).every(isKnown)
    )
  })
}
