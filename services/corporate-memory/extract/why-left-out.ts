import { isSmallTalk } from './is-small-talk.ts'
import { isTextbook } from './is-textbook.ts'

/** Why a block is not worth sharing; undefined when it is. In this order: what must not be shared, what is said in passing, what says nothing. */
export function whyLeftOut(text: string): string | undefined {
  const found = reasons.find(({ pattern }) => pattern.test(text))
  const said = namesCode.test(text) ? undefined : chatter.find(({ pattern }) => pattern.test(text))
  if (found ?? said) return (found ?? said)?.reason
  if (!namesCode.test(text)) {
    if (isSmallTalk(text)) return 'said in passing'
    if (isTextbook(text)) return 'basic knowledge'
  }
  return tooThin(text)
}

/** What every model and every colleague knows: what a common tool is or does, in one short sentence. */
const basicKnowledge =
  /^\W*(?:git (?:add|commit|push|pull|status)\b.{0,60}$|npm (?:i|install)\b.{0,60}$|(?:ls|cd|chmod)\b.{0,60}$|use git for version control.{0,60}$|use `?git commit\b.{0,40} to commit.{0,30}$|use `?git \w+`? to .{0,60}$|write (?:clean|good|readable)(?: and \p{L}+)? code.{0,60}$|v pythonu se (?:komentář|řetězec|seznam).{0,40}$|follow best practices.{0,60}$|keep it simple.{0,60}$|use an? (?:left|inner|outer) join to .{0,60}$|(?:an? |the )?(?:select|count\(\*\)|average|median|pip|where|group by|order by|(?:left |inner |outer )?join|null|json(?: file)?|csv|xml|yaml|html|python(?: lists?)?|pandas|excel|http(?: \d+)?|docker|kubernetes|git|sql|(?:primary|foreign) keys?|snowflake|airflow|kafka|dbt|dph|vat|kpi|etl) (?:is an? |is the (?:tax|sum|middle)|are (?:zero-indexed|indexed)|means |stands for |has values separated|(?:reads|joins|filters|counts|lists|picks|keeps) (?:all )?(?:the )?(?:rows|tables|files|columns)|je programovací |runs containers|spojuje |je (?:textový|daň|formát|prostřední)|umí |znamená |seskupuje |installs |refers? to |(?:uniquely )?identif\p{L}+ )[^`_\d]{0,70}$)/iu

/** Who names a column, a command or a file speaks of the work, whatever the words around. */
const namesCode = /`|\w_\w|\w\.\w/

/** What is said in passing, to oneself or to the agent. */
const chatter = [
  {
    reason: 'a task',
    pattern:
      /^\W*(?:(?:remember|don[’']t forget|need) to (?:ask|water|book|buy|bring|call|pick|pay|send|thank|write back)|(?:finish|prepare|send|review|rehearse|read) (?:the|my|that|those) (?:slides?|deck|presentation|mail|article|book)|check whether (?:the thing|it)|see the mail|waiting for (?:my|access|approval|an? answer|it|them|him|her)|(?:look at|fix|finish) the thing|(?:dokončit|vyřídit|zavolat|koupit|objednat|odevzdat|přečíst|podívat se na|čekám na|rozjet|opravit (?:to|ten|tu))|(?:dodělat|dokončit|dopsat) tu věc|nezapomenout: (?:oběd|dárek|koupit|zavolat)|don[’']t forget: (?:a )?(?:present|gift|lunch|cake))(?!\p{L})/iu,
  },
  {
    reason: 'a greeting or a mood',
    pattern:
      /^\W*(?:good (?:morning|evening|night)|(?:hello|hi|hey|dear|thanks|thank you|sorry)(?=[\s,!.])|happy (?:birthday|new year|friday)|cheers|ahoj|dobr(?:ý|é|ou) (?:den|ráno|noc)|čau|díky|děkuj\p{L}+|hmm+|ugh+|argh|uff*|lol|omg|wow|yay|feeling (?:good|great|bad|tired|sick|better)|why did i)(?!\p{L})|(?<!\p{L})(?:ugh|lol|argh|nechce se mi|se mi nechce|bolí mě|mě bolí|(?:jsem|budu|po|mám|až) (?:\p{L}+ ){0,3}dovolen(?:é|á|ou|ku)|i (?:need|had) (?:a )?coffee|on sick leave|hope the weather|(?:weekend|víkend\p{L}*) plan|omluvte překlep\p{L}*)(?!\p{L})|[:;]-?[)(](?=\s*$)/iu,
  },
  {
    reason: 'of the moment',
    pattern:
      /^\W*(?:today|tomorrow|tonight|yesterday|this (?:morning|afternoon|evening)|at the moment|right now|currently (?:i|we|waiting|stuck)|still thinking about|this week i(?:[’']m)?|dnes(?:ka)?|zítra|včera|právě teď|momentálně|tento týden (?:dělám|jsem)|už jsem to|(?:jdu|šel|šla) na (?:oběd|kávu|poradu))(?=[\s,:])|(?<!\p{L})(?:(?:broken|moved|out of \p{L}+|stuck|down) (?:today|right now|this (?:morning|afternoon|evening|week))|third time today|(?:see|say|know|back|try again) (?:on monday|tomorrow|later|next week|this afternoon)|dám vědět|leave it for now|let[’']s see|snad to|meeting moved to \d\S* today|closing it in|zpátky v)(?!\p{L})/iu,
  },
  {
    reason: 'personal',
    pattern:
      /(?<!\p{L})(?:i (?:was (?:ill|sick|away|late|stuck|on)|feel|don[’']t know|need (?:a|some)|had a|have (?:a|an) (?:bad|hard|cold|headache|appointment)|think i)|i (?:started here|sit (?:by|next))|my (?:dog|cat|kids?|son|daughter|standup|calendar|lunch|flight|doctor|dentist|charger|phone)|(?:book|see|at) the dentist|(?:jsem|budu) doma|mám rozbit\p{L}+|jsem (?:unaven\p{L}|nemocn\p{L}|nov\p{L}|pryč)|učím se|mám (?:rozpracovan\p{L}+|dnes|zítra|narozeniny)|těší mě|těším se)(?!\p{L})/iu,
  },
] as const

const reasons = [
  {
    reason: 'private',
    pattern:
      /<private>|\[private\]|\bdo(?:n[’']t| not) share\b|\bfor me only\b|\bjen pro mě\b|\bsoukromé\b/i,
  },
  {
    reason: 'personal preference',
    pattern:
      /\b(?:i (?:prefer|like|love|hate|want|usually|tend|always|never|am|use|work)|my (?:editor|terminal|name|preference|favou?rite|machine|laptop|shell|boss|desk|wife|husband|birthday|password manager)|call me|i[’']m|for me\b|remind me|talk to me|answer me|be (?:concise|brief|nice)|dark (?:mode|theme)|emojis?)\b|(?<!\p{L})(?:preferuji|mám rád[a]?|můj|moje|mně|mluv na mě|tykej)(?!\p{L})/iu,
  },
  {
    reason: 'about a person',
    pattern:
      /\b(?:is (?:an? )?(?:idiot|stupid|lazy|incompetent|useless|annoying)|hate working with|don[’']t trust (?!the (?:data|table|input))|gossip|salary of)\b|(?<!\p{L})(?:je (?:líný|hloupý|neschopn)|nesnáším)/iu,
  },
  {
    reason: 'a path of one machine',
    pattern:
      /(?:^|[\s"'`(=])(?:\/Users\/\w|\/home\/(?!\$|<|\{)\w|~\/(?:Desktop|Downloads|Documents|projects|work|dev|code)\b|[A-Z]:\\(?:Users|work|dev))/,
  },
  { reason: 'an import or front matter', pattern: /^\s*@[\w./~-]+\s*$|^---$/ },
  {
    reason: 'a task',
    pattern:
      /^\s*(?:[-*+]\s*)?(?:\[[ xX]\]|todo\b|fixme\b|tbd\b|wip\b|next:|ask \w+ (?:about|whether|if))/i,
  },
  { reason: 'basic knowledge', pattern: basicKnowledge },
] as const

/** A query under a comment that says what it is for. */
const titledQuery =
  /```[\s\S]{0,20}?--[ \t]*\p{L}[^\n]{8,}\n[\s\S]*?\b(?:select|where|qualify|join)\b/iu

function tooThin(text: string): string | undefined {
  if (titledQuery.test(text)) return undefined
  const words =
    text
      .replace(/```[\s\S]*?(```|$)/g, ' ')
      .replace(/https?:\/\/\S+/g, ' ')
      .match(/\p{L}{2,}/gu) ?? []
  if (words.length < 4) return 'too short'
  if (text.trim().length < 25) return 'too short'
  if (/[?]\s*$/.test(text) || /[:：]\s*$/.test(text)) return 'no statement'
  return undefined
}
