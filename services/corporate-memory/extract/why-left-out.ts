/** Why a block is not worth sharing; undefined when it is. Rules in this order. */
export function whyLeftOut(text: string): string | undefined {
  return reasons.find(({ pattern }) => pattern.test(text))?.reason ?? tooThin(text)
}

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
  {
    reason: 'basic knowledge',
    pattern:
      /^\W*(?:git (?:add|commit|push|pull|status)|npm (?:i|install)|ls|cd|python is|sql is|use git for version control|write (?:clean|good|readable) code|follow best practices|keep it simple)\b.{0,60}$/i,
  },
] as const

function tooThin(text: string): string | undefined {
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
