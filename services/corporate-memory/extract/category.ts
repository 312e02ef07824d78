/** What an item is about; the list is closed, because clients know it. */
export const categories = [
  'data_analysis',
  'api_integration',
  'debugging',
  'performance',
  'workflow',
  'infrastructure',
  'business_logic',
] as const

export type Category = (typeof categories)[number]

/** How a category is called on pages. */
export const categoryNames: Readonly<Record<Category, string>> = {
  data_analysis: 'Data analysis',
  api_integration: 'API',
  debugging: 'Debugging',
  performance: 'Performance',
  workflow: 'Workflow',
  infrastructure: 'Infrastructure',
  business_logic: 'Business logic',
}

/** Beginnings of words that speak for a category, in English and Czech. */
const signs: Readonly<Record<Category, string>> = {
  data_analysis:
    'sql quer select join column table dataset duckdb parquet csv aggregat metric chart notebook pandas dataframe null date timestamp timezone decimal round sloup tabulk dotaz řád hodnot analý',
  api_integration:
    'api endpoint rest graphql webhook oauth token request response http pagina rate sdk client payload integrat jira slack keboola stripe rozhran',
  debugging:
    'bug error fail crash debug trace log exception stack workaround fix broken reproduc retry timeout chyb pád ladě selh',
  performance:
    'slow fast perform cache index memory batch parallel latency optimi speed scan limit partition rychl pomal výkon paměť',
  workflow:
    'commit branch review pull merge test release deploy run build lint format step before after always workflow script command krok postup nejprve vždy spus',
  infrastructure:
    'docker container server kubernetes deploy cron host port database postgres systemd nginx vpn backup env config ci pipeline terraform cluster záloh nasaz',
  business_logic:
    'revenue customer order invoice refund churn active subscription price tax vat margin fiscal contract region account sales profit cost budget zákazn objedn faktur tržb příjm cen daň smlouv',
}

/** The category that most words speak for; `workflow` when none does. */
export function categoryOf(words: readonly string[]): Category {
  let best: Category = 'workflow'
  let most = 0
  for (const category of categories) {
    const beginnings = signs[category].split(' ')
    const score = words.filter((word) => beginnings.some((sign) => word.startsWith(sign))).length
    if (score > most) [best, most] = [category, score]
  }
  return best
}
